package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CLI, the daemon or an HTTP API needs of Perigee, it has from the engine alone. */
class FrontEndTest {

    @TempDir
    Path folder;

    private InstantSource clock = InstantSource.system();

    @BeforeEach
    void install() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
    }

    private FrontEnd frontEnd(RealEtcd etcd, String retention) throws IOException {
        Path config = folder.resolve("perigee.conf");
        Files.writeString(config, """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["%s"] } }
                  sinks { near { type = local, retention { %s } } }
                }
                """.formatted(folder.resolve("state"), etcd.endpoint(), retention));
        return new FrontEnd(folder, config, timing());
    }

    private Timing timing() {
        return new Timing(clock, System::nanoTime, Thread::sleep, RandomGenerator.getDefault());
    }

    @Test
    void aFrontEndOfFiftyLinesSavesListsVerifiesRestoresAndPrunes() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(20, 100);
            String older;
            try (FrontEnd front = frontEnd(etcd, "")) {
                older = id(front.save());
            }
            clock = () -> InstantSource.system().instant().plusSeconds(1); // within one second, chance would order them
            try (FrontEnd front = frontEnd(etcd, "")) {
                String newer = id(front.save());

                assertEquals(List.of(newer, older), ids(front.list()));
                assertTrue(front.verify().contains("\"id\":\"" + newer + "\",\"sink\":\"near\",\"result\":\"ok\""));
                String restored = front.restore(folder.resolve("restored"));
                assertTrue(restored.startsWith("{\"done\":true,"), restored);
                assertTrue(restored.contains("\"changes\":[{\"what\":"), restored);
                assertTrue(restored.contains("\"nextSteps\":[{\"text\":"), restored);
                assertTrue(Files.exists(folder.resolve("restored/member/snap/db")));
                assertTrue(front.events.contains(new ProgressEvent.FetchedFrom("near", newer)));
            }
            try (FrontEnd front = frontEnd(etcd, "keep-last = 1")) {
                Path failed = folder.resolve("state/jobs/default.failed");
                Files.createDirectories(failed.getParent());
                Files.writeString(
                        failed, "2026-11-23T10:00:09Z\n2026-11-23T10:00:00Z\n*-near\tit couldn't be pruned\n");
                assertTrue(front.prune(Approval.withheld())
                        .contains("\"backup\":\"" + older + "\",\"action\":\"remove\""));
                assertEquals(2, ids(front.list()).size());
                assertTrue(Files.exists(failed));
                assertTrue(front.prune(Approval.granted())
                        .contains("\"backup\":\"" + older + "\",\"action\":\"removed\""));
                assertEquals(1, ids(front.list()).size());
                assertFalse(Files.exists(failed), "the prune makes up for the one that failed");
            }
        }
    }

    @Test
    void whoeverIsShownThePlanCanEndItThere() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                FrontEnd front = frontEnd(etcd, "")) {
            front.save();

            OperationException refused = assertThrows(
                    OperationException.class,
                    () -> front.prune(plan -> {
                        throw new OperationException(Outcome.REFUSED, "not today");
                    }));

            assertEquals("not today", refused.getMessage());
            assertEquals(1, ids(front.list()).size());
        }
    }

    @Test
    void anUnusableConfigurationIsSaidWhenItIsFirstNeeded() throws Exception {
        Path config = folder.resolve("perigee.conf");
        Files.writeString(config, "perigee { jobs { a { sinks = [nowhere] } } }");
        try (FrontEnd front = new FrontEnd(folder, config, timing())) {
            assertEquals(
                    Outcome.BAD_CONFIGURATION,
                    assertThrows(OperationException.class, front::list).outcome());
        }
    }

    private static String id(String json) {
        return ids(json).getFirst();
    }

    private static List<String> ids(String json) {
        return Pattern.compile("\"id\":\"([0-9]{8}T[^\"]+)\"")
                .matcher(json)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
