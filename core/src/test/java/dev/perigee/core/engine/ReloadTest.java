package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.admission.Admission;
import dev.perigee.core.backup.Job;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration is replaced whole or not at all, under what runs. */
class ReloadTest {

    @TempDir
    Path folder;

    private Engine engine;

    /** A run that asks for its configuration, and looks at it again when something has happened. */
    private interface Happening {
        void happens() throws Exception;
    }

    private record Nothing() implements Result {
        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @BeforeEach
    void open() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        write("jobs.one { schedule = \"@hourly\" }");
        engine = engine(folder.resolve("perigee.conf"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Engine engine(Path config) {
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }

    private void write(String more) throws IOException {
        Files.writeString(
                folder.resolve("perigee.conf"),
                "perigee { state-dir = \"" + folder.resolve("state") + "\"\nclusters.prod {}\n" + more + "\n}");
    }

    private List<String> jobs() throws OperationException {
        return engine.jobs().stream().map(Job::name).toList();
    }

    private OperationException refused() {
        return assertThrows(OperationException.class, () -> engine.run(new ReloadRequest(Approval.granted())));
    }

    private void during(Happening happening) throws OperationException {
        Request<Nothing> request = run -> {
            Object before = run.config();
            happening.happens();
            assertSame(before, run.config());
            assertTrue(SinkReadiness.of(run.config(), run.plugins()).findings().isEmpty());
            return new Nothing();
        };
        engine.run(request);
    }

    @Test
    void aChangedConfigurationIsInForceForWhatBeginsFromThereOn() throws Exception {
        assertEquals(List.of("one"), jobs());
        write("jobs.two {}");

        ReloadRequest.Reload reload = engine.run(new ReloadRequest(Approval.granted()));

        assertEquals(List.of("two"), jobs());
        assertEquals("one", reload.before().getFirst().name());
        assertEquals("two", reload.after().getFirst().name());
    }

    @Test
    void itTellsWhetherWhatEveryJobStandsOnIsAnother() throws Exception {
        engine.jobs();
        write("jobs.two {}");
        assertFalse(engine.run(new ReloadRequest(Approval.granted())).onOtherGround());

        write("jobs.two {}, instance = elsewhere");

        assertTrue(engine.run(new ReloadRequest(Approval.granted())).onOtherGround());
    }

    @Test
    void whereTheDaemonsAgreeCantChangeUnderOneThatRunsButItsPasswordCan() throws Exception {
        String password = "clusters.prod { user = u, password = first }, jobs.one {}\n";
        write("mode = leader, " + password);
        engine.close();
        engine = engine(folder.resolve("perigee.conf"));
        jobs();

        for (String other : List.of(
                "mode = per-node", "mode = leader, leader.ttl = 20s", "mode = leader, leader.prefix = \"/b/\"")) {
            write(other + ", " + password);
            assertTrue(String.valueOf(refused().getMessage()).contains("mode or leader is another one"), other);
        }

        write("mode = leader, " + password.replace("first", "second"));
        engine.run(new ReloadRequest(Approval.granted()));
        assertEquals(
                "second",
                engine.leader()
                        .orElseThrow()
                        .etcd()
                        .credentials()
                        .orElseThrow()
                        .password()
                        .read()
                        .reveal());
    }

    @Test
    void whatRunsStandsOnTheOneBeforeUntilItEnds() throws Exception {
        Files.createDirectory(folder.resolve("more"));
        during(() -> {
            write("jobs.two {}, plugins = [\"" + folder.resolve("more") + "\"]");
            engine.run(new ReloadRequest(Approval.granted()));
            assertEquals(List.of("two"), jobs());
        });

        during(() -> {});
    }

    @Test
    void allThatIsWrongIsSaidAndTheOneBeforeStays() throws Exception {
        engine.jobs();
        write(
                "jobs.two { schedule = never }, sinks.near { type = local, directroy = \"/x\" }, clusters.prod.tls.ca = \"/gone\"");

        OperationException refused = refused();

        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        assertTrue(refused.getMessage().contains("never"), refused.getMessage());
        assertTrue(refused.getMessage().contains("/gone"), refused.getMessage());
        assertTrue(refused.getMessage().contains("directroy"), refused.getMessage());
        assertEquals(List.of("one"), jobs());
    }

    @Test
    void aSinksOwnSettingsAreCheckedToo() throws Exception {
        engine.jobs();
        write("sinks.near { type = local, directroy = \"/x\" }");

        assertTrue(refused().getMessage().contains("directroy"));
        assertEquals(List.of("one"), jobs());
    }

    @Test
    void theStateDirectoryStays() throws Exception {
        engine.jobs();
        Files.writeString(folder.resolve("perigee.conf"), "perigee { state-dir = \"/elsewhere\" }");

        assertTrue(refused().getMessage().contains("restart"));
    }

    @Test
    void withoutApprovalNothingChanges() throws Exception {
        engine.jobs();
        write("jobs.two {}");

        engine.run(new ReloadRequest(Approval.withheld()));

        assertEquals(List.of("one"), jobs());
    }

    @Test
    void limitsThatStayGoOnToCountWhatRuns() throws Exception {
        Admission before = engine.enter().admission();
        write("jobs.two {}");
        engine.run(new ReloadRequest(Approval.granted()));
        assertSame(before, engine.enter().admission());

        write("limits.runs = 1");
        engine.run(new ReloadRequest(Approval.granted()));

        assertEquals(1, jobs().size());
        assertTrue(before != engine.enter().admission());
    }

    @Test
    void whatAPipeHasSaidIsNotAskedForAgain() throws Exception {
        Path pipe = folder.resolve("pipe");
        Command.run(Map.of(), List.of("mkfifo", pipe.toString())).orFail();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                Files.writeString(pipe, "perigee { state-dir = \"" + folder.resolve("state") + "\" }");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Engine piped = engine(pipe)) {
            piped.jobs();
            writer.join();

            OperationException refused =
                    assertThrows(OperationException.class, () -> piped.run(new ReloadRequest(Approval.granted())));
            assertTrue(refused.getMessage().contains("pipe"), refused.getMessage());
        }
    }

    @Test
    void aChangeOfAnIncludedFileIsSeenWhereThatIsWished() throws Exception {
        Files.writeString(folder.resolve("jobs.conf"), "one {}");
        write("include \"more.conf\", reload-on-change = yes");
        Files.writeString(folder.resolve("more.conf"), "jobs { include \"jobs.conf\" }");
        assertEquals(Optional.empty(), engine.changedConfiguration());

        Files.writeString(folder.resolve("jobs.conf"), "two {}");
        assertTrue(engine.changedConfiguration().isPresent());

        engine.run(new ReloadRequest(Approval.granted()));
        assertEquals(List.of("two"), jobs());
        assertEquals(Optional.empty(), engine.changedConfiguration());
    }

    @Test
    void whereItIsNotWishedNoChangeIsSeen() throws Exception {
        engine.jobs();
        write("jobs.two {}");

        assertEquals(Optional.empty(), engine.changedConfiguration());
    }
}
