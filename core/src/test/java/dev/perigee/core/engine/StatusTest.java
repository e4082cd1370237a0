package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.SshKey;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusTest extends StatusFixture {

    private static SinkStatus sink(Status status, String name) {
        return status.jobs().getFirst().sinks().stream()
                .filter(sink -> sink.sink().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSinkWithoutABackupLacksOneAndOneThatHasTheLastIsWellUntilTheNextIsMissed() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            Status empty = engine.run(new StatusRequest());
            assertEquals(Outcome.OVERDUE, empty.outcome());
            assertEquals(Health.EMPTY, sink(empty, "near").health());

            engine.run(new SaveRequest(Optional.empty(), false));
            Status well = engine.run(new StatusRequest());
            assertEquals(Outcome.OK, well.outcome());
            assertEquals(Health.WELL, sink(well, "far").health());
            assertEquals(1, sink(well, "far").kept());
            assertTrue(sink(well, "near").newest().orElseThrow().proven().isPresent());

            later = Duration.ofHours(3);
            Status late = engine.run(new StatusRequest());
            assertEquals(Outcome.OVERDUE, late.outcome());
            assertEquals(Health.LATE, sink(late, "near").health());
            assertTrue(
                    sink(late, "near")
                            .sentence()
                            .matches("sink 'near': the newest backup is of 2.*Z, and one was due 2.*Z"),
                    sink(late, "near").sentence());
            assertTrue(StatusDocument.of(late).json().contains("\"state\":\"late\",\"ageSeconds\":108"));
        }
    }

    @Test
    void aJobOfWhichNoBackupWasDueSinceTheDaemonSawItIsNewAndThenLacksOne() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            String job = engine.jobs().getFirst().name();
            Path seen = Files.createDirectories(engine.stateDirectory().resolve("jobs"))
                    .resolve(job + ".first-seen");
            Files.writeString(seen, InstantSource.system().instant() + "\n");

            Status fresh = engine.run(new StatusRequest());
            assertEquals(Outcome.OK, fresh.outcome());
            assertEquals(Health.NEW, sink(fresh, "near").health());

            later = Duration.ofHours(3);
            assertEquals(
                    Health.EMPTY, sink(engine.run(new StatusRequest()), "near").health());
            Files.writeString(seen, "junk");
            later = Duration.ZERO;
            assertEquals(
                    Health.EMPTY, sink(engine.run(new StatusRequest()), "near").health());
        }
    }

    @Test
    void aJobWhoseRunsFailedAndNeverStoredAnythingLacksOne() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, "jobs.ondemand { schedule = none }")) {
            Path jobs = Files.createDirectories(engine.stateDirectory().resolve("jobs"));
            String now = InstantSource.system().instant() + "\n";
            for (String job : List.of("hourly", "ondemand")) {
                Files.writeString(jobs.resolve(job + ".first-seen"), now);
            }
            Status fresh = engine.run(new StatusRequest());
            assertEquals(Outcome.OK, fresh.outcome());
            assertEquals(List.of(Health.NEW, Health.NEW), healths(fresh));

            for (String job : List.of("hourly", "ondemand")) {
                Files.writeString(jobs.resolve(job + ".failed"), "2026-11-28T10:00:00Z\n");
            }
            Status failed = engine.run(new StatusRequest());
            assertEquals(Outcome.OVERDUE, failed.outcome());
            assertEquals(List.of(Health.EMPTY, Health.EMPTY), healths(failed));
            assertTrue(
                    sink(failed, "near").sentence().endsWith("the run that ended 2026-11-28T10:00:00Z failed"),
                    sink(failed, "near").sentence());

            engine.run(new SaveRequest(Optional.of("hourly"), false));
            assertEquals(List.of(Health.WELL, Health.WELL), healths(engine.run(new StatusRequest())));
        }
    }

    @Test
    void aSaveThatFailsIsToldAtOnceWithItsCauseWithoutADaemonToo() throws Exception {
        SaveRequest save = new SaveRequest(Optional.empty(), false);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            engine.run(save);
            etcd.kill();
            OperationException e = assertThrows(OperationException.class, () -> engine.run(save));

            Status failed = engine.run(new StatusRequest());

            assertEquals(Outcome.PARTIAL, failed.outcome());
            assertEquals(Health.BEHIND, sink(failed, "near").health());
            assertTrue(
                    sink(failed, "near").sentence().contains(" failed: " + e.getMessage()),
                    sink(failed, "near").sentence());

            etcd.launchAgain();
            etcd.awaitHealthy();
            engine.run(save);
            assertEquals(Outcome.OK, engine.run(new StatusRequest()).outcome());
        }
    }

    private static List<Health> healths(Status status) {
        return status.jobs().stream()
                .map(job -> job.sinks().getFirst().health())
                .toList();
    }

    @Test
    void aSinkWhoseLedgerIsJunkIsSuspectAndItsBackupsAreCounted() throws Exception {
        Path key = folder.resolve("key");
        SshKey open = NewKey.write(key, "host", new SecureRandom());
        Path signers = Files.writeString(folder.resolve("signers"), "host " + open.text() + "\n");
        String seals = "sign.key-file = \"" + key + "\", trust.signers = \"" + signers + "\"";
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, seals)) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Files.writeString(folder.resolve("far/prod/ledgers/aaaaaaaaaaaaaaaa.json"), "junk");

            Status status = engine.run(new StatusRequest());

            assertEquals(Outcome.PARTIAL, status.outcome());
            assertEquals(Health.WELL, sink(status, "near").health());
            assertEquals(Health.SUSPECT, sink(status, "far").health());
            assertEquals(1, sink(status, "far").kept());
            assertTrue(
                    sink(status, "far").sentence().contains("ledger"),
                    sink(status, "far").sentence());
        }
    }

    @Test
    void aCopyThatWasFoundDamagedIsToldByListAndStatusUntilItIsGone() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Path body;
            try (Stream<Path> bodies = Files.list(folder.resolve("far/prod/snapshots"))) {
                body = bodies.findFirst().orElseThrow();
            }
            later = Duration.ofSeconds(2);
            engine.run(new SaveRequest(Optional.empty(), false));
            byte[] bytes = Files.readAllBytes(body);
            bytes[bytes.length / 2] ^= 1;
            Files.write(body, bytes);
            assertEquals(Outcome.OK, list(engine).outcome(), "nobody has read it");

            String id = body.getFileName().toString().replace(".db", "");
            Scope far = new Scope(Optional.empty(), Optional.of("far"));
            engine.run(new VerifyRequest(new Selector.Prefix(id), far, Verify.Depth.FULL, false));
            VerifyRequest quick = new VerifyRequest(new Selector.Prefix(id), far, Verify.Depth.QUICK, true);
            assertEquals(Outcome.DAMAGED, engine.run(quick).outcome());
            for (int looks = 0; looks < 2; looks++) {
                assertEquals(Outcome.DAMAGED, list(engine).outcome());
                Status status = engine.run(new StatusRequest());
                assertEquals(Outcome.PARTIAL, status.outcome());
                assertEquals(Health.WELL, sink(status, "near").health());
                assertEquals(Health.SUSPECT, sink(status, "far").health());
                assertTrue(
                        sink(status, "far").sentence().contains(id + " is damaged: "),
                        sink(status, "far").sentence());
            }

            engine.run(new DeleteRequest(List.of(new Selector.Prefix(id)), far, false, Approval.granted()));
            assertEquals(Outcome.OK, list(engine).outcome());
            assertEquals(Outcome.OK, engine.run(new StatusRequest()).outcome());
        }
    }

    @Test
    void aCopyThatAFetchFoundDamagedIsToldToo() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Path body;
            try (Stream<Path> bodies = Files.list(folder.resolve("far/prod/snapshots"))) {
                body = bodies.findFirst().orElseThrow();
            }
            later = Duration.ofSeconds(2);
            engine.run(new SaveRequest(Optional.empty(), false));
            byte[] bytes = Files.readAllBytes(body);
            bytes[bytes.length / 2] ^= 1;
            Files.write(body, bytes);
            String id = body.getFileName().toString().replace(".db", "");
            Scope far = new Scope(Optional.empty(), Optional.of("far"));

            FetchRequest fetch = new FetchRequest(new Selector.Prefix(id), far, folder.resolve("fetched"), false);
            assertThrows(OperationException.class, () -> engine.run(fetch));

            assertEquals(Outcome.DAMAGED, list(engine).outcome());
            SinkStatus status = sink(engine.run(new StatusRequest()), "far");
            assertEquals(Health.SUSPECT, status.health());
            assertTrue(
                    status.sentence().startsWith("sink 'far': " + id + " is damaged: prod/snapshots/"),
                    status.sentence());
        }
    }

    private static ListResult list(Engine engine) throws Exception {
        return engine.run(new ListRequest(Scope.ALL, Optional.empty()));
    }

    @Test
    void aStateDirectoryThatIsNoneIsRefusedByWhateverReads() throws Exception {
        Files.writeString(folder.resolve("state"), "a file where a directory is meant");
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            OperationException refusal = assertThrows(OperationException.class, () -> list(engine));

            assertEquals(Outcome.INPUT_OUTPUT, refusal.outcome());
            assertTrue(String.valueOf(refusal.getMessage()).endsWith("state is in the way"), refusal.getMessage());
        }
    }

    @Test
    void aSinkThatCantBeListedIsSaidAndHidesNoOther() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Path far = folder.resolve("far");
            Files.move(far, folder.resolve("away"));
            Files.writeString(far, "a file where a folder is meant");

            Status status = engine.run(new StatusRequest());

            assertEquals(Outcome.PARTIAL, status.outcome());
            assertEquals(Health.WELL, sink(status, "near").health());
            assertEquals(Health.MISCONFIGURED, sink(status, "far").health());
            String json = StatusDocument.of(status).json();
            assertTrue(json.contains("\"kept\":1"), json);
            assertTrue(json.contains("\"kept\":null"), json);
            assertTrue(json.contains("\"ageSeconds\":null"), json);
            assertEquals("?", age(status, "far"));
        }
    }

    private static String age(Status status, String sink) {
        Report<StatusDocument> report = StatusDocument.of(status);
        return report.view().columns().stream()
                .filter(column -> column.json().equals("ageSeconds"))
                .map(column -> column.text()
                        .apply(report.rows().stream()
                                .filter(row -> row.sink().sink().equals(sink))
                                .findFirst()
                                .orElseThrow()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFullStateDirectoryIsNotWellWhateverElseIs() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Status well = engine.run(new StatusRequest());
            assertEquals(Optional.empty(), well.full());
            assertEquals(Outcome.OK, well.outcome());

            Status full = new Status(
                    well.at(), well.instance(), well.jobs(), well.spool(), Optional.of("it is full"), well.listings());
            assertEquals(Outcome.NO_SPACE, full.outcome());
            assertEquals(Outcome.NO_SPACE, full.with(Map.of()).outcome());
        }
    }
}
