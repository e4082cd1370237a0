package dev.perigee.daemon.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.metrics.DaemonMetrics;
import dev.perigee.daemon.metrics.MetricFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");

    @TempDir
    Path folder;

    private DaemonWatch watch(DaemonEvent... events) {
        DaemonWatch watch = new DaemonWatch(
                () -> {
                    throw new OperationException(Outcome.CONNECTION, "nobody looks");
                },
                InstantSource.fixed(NOW),
                new LastRuns(folder));
        List.of(events).forEach(watch::on);
        return watch;
    }

    private static PlannedJob job(String name) {
        return new PlannedJob(name, "prod", "@hourly", List.of("near"), Optional.of(NOW.plusSeconds(60)));
    }

    private static DaemonStarted started(String... jobs) {
        return new DaemonStarted(
                NOW, "0.1.0", List.of(jobs).stream().map(DaemonWatchTest::job).toList());
    }

    private static Reloaded reloaded(String... jobs) {
        return new Reloaded(
                NOW, List.of(jobs).stream().map(DaemonWatchTest::job).toList());
    }

    private static RunStarted begun(RunKind kind) {
        return new RunStarted(NOW.minusSeconds(5), "one", kind, Optional.empty());
    }

    private static RunEnded failed(RunKind kind) {
        return new RunEnded(
                NOW,
                "one",
                kind,
                NOW.minusSeconds(5),
                Outcome.CONNECTION,
                Optional.empty(),
                List.of(),
                Optional.of(new RunFailure("etcd is \"away\"", Optional.of("look at it"))));
    }

    @Test
    void theLastRunIsKnownAfterARestart() {
        watch(started("one"), begun(RunKind.BACKUP), failed(RunKind.BACKUP));

        LastRun last = watch(started("one"))
                .view()
                .job("one")
                .orElseThrow()
                .lastBackup()
                .orElseThrow();

        assertEquals(
                new LastRun(
                        NOW.minusSeconds(5),
                        NOW,
                        Outcome.CONNECTION,
                        false,
                        Optional.empty(),
                        0,
                        "etcd is \"away\"; look at it"),
                last);
    }

    @Test
    void aRunThatAnotherDaemonHasIsNotTheLastOneAndIsCountedApart() {
        DaemonWatch watch = watch(
                started("one"), begun(RunKind.BACKUP), new RunGivenUp(NOW, "one", RunKind.BACKUP, "elsewhere runs it"));
        JobView job = watch.view().job("one").orElseThrow();

        assertEquals(Optional.empty(), job.lastBackup());
        assertEquals(Optional.empty(), job.running());
        String metrics = MetricFamily.text(DaemonMetrics.of(watch.view(), false));
        assertTrue(metrics.contains("outcome=\"given_up\"} 1"), metrics);
        assertTrue(metrics.contains("outcome=\"failed\"} 0"), metrics);
        assertFalse(Files.exists(folder.resolve("one.last-run.json")));
    }

    private Optional<LastRun> lastAmong(FleetView view) {
        DaemonWatch watch = new DaemonWatch(
                () -> {
                    throw new OperationException(Outcome.CONNECTION, "nobody looks");
                },
                InstantSource.fixed(NOW),
                new LastRuns(folder),
                () -> Optional.of(new FleetState(1, Map.of(), view, Optional.empty())));
        List.of(started("one"), begun(RunKind.BACKUP), failed(RunKind.BACKUP)).forEach(watch::on);
        return watch.view().job("one").orElseThrow().lastBackup();
    }

    private static FleetView fleet(long leader, Instant last) {
        FleetRun.Made made = new FleetRun.Made("prod", new SnapshotId(last, 42, 7), Sha256.digest(new byte[0]));
        return new FleetView(
                List.of(),
                Map.of("one", new FleetView.Claim(leader, "any", 5)),
                Map.of("one/backup", new FleetRun(last, Optional.empty(), 5, "two", Optional.of(made))));
    }

    @Test
    void theOwnLastRunIsLeftOutWhereAnotherDaemonHasTheJobOrMadeALaterBackup() {
        assertTrue(lastAmong(fleet(1, NOW.minusSeconds(60))).isPresent());
        assertTrue(lastAmong(fleet(2, NOW.minusSeconds(60))).isEmpty(), "another daemon has it");
        assertTrue(lastAmong(fleet(1, NOW.plusSeconds(1))).isEmpty(), "it has just come back from another");
    }

    @Test
    void aFileThatIsDamagedOrEndlessIsForgottenAndStopsNothing() throws Exception {
        for (String junk : List.of("", "{", "{\"began\":\"never\"}", "x".repeat(2_000_000))) {
            Files.writeString(folder.resolve("one.last-run.json"), junk);

            assertTrue(watch(started("one"))
                    .view()
                    .job("one")
                    .orElseThrow()
                    .lastBackup()
                    .isEmpty());
        }
    }

    @Test
    void aJobThatAReloadTakesAwayIsShownUntilItsRunHasEnded() {
        DaemonWatch watch = watch(started("one", "two"), begun(RunKind.BACKUP), reloaded("two"));

        JobView leaving = watch.view().job("one").orElseThrow();
        assertTrue(leaving.leaving());
        assertTrue(leaving.running().isPresent());
        watch.on(failed(RunKind.BACKUP));

        assertTrue(watch.view().job("one").isEmpty());
    }

    @Test
    void aJobThatIsBroughtBackWhileItRunsIsSeenToRun() {
        JobView back = watch(started("one", "two"), begun(RunKind.BACKUP), reloaded("two"), reloaded("one", "two"))
                .view()
                .job("one")
                .orElseThrow();

        assertFalse(back.leaving());
        assertTrue(back.running().isPresent());
    }

    @Test
    void aJobThatComesBackLaterHasItsLastRun() {
        DaemonWatch watch = watch(started("one", "two"), failed(RunKind.BACKUP), reloaded("two"), reloaded("one"));

        assertTrue(watch.view().job("one").orElseThrow().lastBackup().isPresent());
    }

    @Test
    void aProofOrADrillSaysNothingOfABackupThatRuns() {
        for (RunKind beside : List.of(RunKind.PROOF, RunKind.DRILL)) {
            JobView job = watch(started("one"), begun(RunKind.BACKUP), begun(beside), failed(beside))
                    .view()
                    .job("one")
                    .orElseThrow();

            assertEquals(RunKind.BACKUP, job.running().orElseThrow().kind());
        }
    }
}
