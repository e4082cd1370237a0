package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.Points;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder on a real etcd, with a real directory behind it. */
class RecorderTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofSeconds(1), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofSeconds(1));

    @TempDir
    Path dir;

    private Bench bench;
    private final Queue<Manifest> bases = new ConcurrentLinkedQueue<>();
    private final Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makeBench() {
        bench = new Bench(dir.resolve("state")).withLocal(RetentionRules.KEEP_ALL);
    }

    /** One that waits as long as it says. */
    private Environment environment() throws OperationException {
        Environment impatient = bench.environment();
        return new Environment(
                impatient.state(),
                impatient.sinks(),
                impatient.spool(),
                impatient.version(),
                impatient.instance(),
                Timing.system(),
                impatient.progress());
    }

    private Thread record(RealEtcd etcd) throws OperationException {
        EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));
        Recorder recorder = new Recorder(
                environment(),
                "default",
                new ClusterSettings("prod", true, settings),
                SETTINGS,
                bench.destinations(),
                () -> {
                    Manifest base = bench.backup(etcd.endpoint()).manifest();
                    bases.add(base);
                    return base;
                },
                standings::add);
        return Thread.ofVirtual().start(() -> {
            try {
                recorder.run();
            } catch (OperationException e) {
                // interrupted
            }
        });
    }

    private static void end(Thread recorder) throws InterruptedException {
        recorder.interrupt();
        recorder.join();
    }

    private HistoryListing listing() throws OperationException {
        return new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));
    }

    private void awaitRecorded(long revision) {
        Eventually.eventually(
                SOON,
                "revision " + revision + " is in a pack",
                () -> listed().windows().stream()
                        .anyMatch(window -> window.first() <= revision && revision <= window.last()));
    }

    private HistoryListing listed() {
        try {
            return listing();
        } catch (OperationException e) {
            throw new AssertionError(e);
        }
    }

    private void assertMade(HashKv said) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Points.Made made = points.make(points.at(said.revision()).plan(), scratch);
            try (Snapshot snapshot = Snapshot.open(made.file())) {
                assertEquals(
                        said.hash(),
                        snapshot.hashKvCompactedAt(said.revision(), said.compactRevision(), Progress.NONE)
                                .hash());
            }
        }
    }

    private static EtcdConnection connect(RealEtcd etcd) throws Exception {
        return EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
    }

    @Test
    void whatIsWrittenIsInTheSinkSoonAndARestartGoesOnFromTheSpool() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 5);
            workload.run(20);
            Thread recorder = record(etcd);
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            workload.run(30);
            HashKv first = workload.hash();
            awaitRecorded(first.revision());
            end(recorder);
            workload.run(30);
            HashKv whileDown = workload.hash();
            recorder = record(etcd);
            workload.run(10);
            HashKv last = workload.hash();
            awaitRecorded(last.revision());
            end(recorder);

            assertMade(first);
            assertMade(whileDown);
            assertMade(last);
            assertEquals(1, bases.size());
            assertEquals(List.of(), listing().gaps());
            assertEquals(HistoryStanding.State.WAITING, standings.element().state());
            HistoryStanding end = List.copyOf(standings).getLast();
            assertEquals(HistoryStanding.State.STANDING, end.state());
            assertEquals(last.revision(), end.revision());
            assertEquals(bases.element().id(), end.timeline().orElseThrow());
            assertEquals(0, end.gaps());
        }
    }

    @Test
    void aCompactionWhileItWasDownBeginsAnotherTimelineAndTheGapIsTold() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.5");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 9);
            workload.run(10);
            Thread recorder = record(etcd);
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            workload.run(10);
            HashKv before = workload.hash();
            awaitRecorded(before.revision());
            end(recorder);
            workload.run(30);
            member.keys().compact(member.status().revision());
            workload.run(5);
            recorder = record(etcd);
            Eventually.eventually(SOON, "another backup begins another", () -> bases.size() == 2);
            workload.run(10);
            HashKv after = workload.hash();
            awaitRecorded(after.revision());
            end(recorder);

            assertMade(before);
            assertMade(after);
            HistoryListing.Gap gap = listing().gaps().getFirst();
            assertTrue(gap.first() > before.revision() && gap.last() < after.revision(), gap.toString());
            assertTrue(gap.why().contains("were compacted before they came"), gap.why());
            HistoryStanding end = List.copyOf(standings).getLast();
            assertEquals(Map.of(TimelineEnd.COMPACTED, 1L), end.timelines());
            assertEquals(gap.first(), end.newestGaps().getFirst().first());
            assertEquals(0, end.forcedBases());
        }
    }

    @Test
    void anOlderStateThatWasPutBackAndWrittenOnBeginsAnotherTimeline() throws Exception {
        Path kept = dir.resolve("kept");
        HashKv before;
        HashKv after;
        try (RealEtcd etcd = RealEtcd.start("3.6", "--initial-cluster-token=one")) {
            try (EtcdConnection member = connect(etcd)) {
                Workload workload = new Workload(member, 21);
                workload.run(10);
                Thread recorder = record(etcd);
                Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
                workload.run(5);
                etcd.stop();
                copy(etcd.dataDir(), kept);
                end(recorder);
            }
            etcd.restart();
            etcd.awaitHealthy();
            try (EtcdConnection member = connect(etcd)) {
                Thread recorder = record(etcd);
                Workload workload = new Workload(member, 22);
                workload.run(10);
                before = workload.hash();
                awaitRecorded(before.revision());
                end(recorder);
            }
            etcd.stop();
            replace(kept, etcd.dataDir());
            etcd.restart();
            etcd.awaitHealthy();
            try (EtcdConnection member = connect(etcd)) {
                Workload workload = new Workload(member, 23);
                workload.run(60);
                int known = bases.size();
                Thread recorder = record(etcd);
                Eventually.eventually(SOON, "another backup begins another", () -> bases.size() > known);
                workload.run(10);
                after = workload.hash();
                awaitRecorded(after.revision());
                end(recorder);
            }

            assertMade(after);
            assertTrue(
                    listing().gaps().stream().anyMatch(gap -> gap.why().contains("an older state was put back")),
                    listing().gaps().toString());
        }
    }

    @Test
    void whenUsersOrRolesChangeABackupIsTakenAndTheHistoryGoesOn() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 41);
            workload.run(10);
            Thread recorder = record(etcd);
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            workload.run(5);
            awaitRecorded(workload.hash().revision());
            member.api().auth().addRole("reader");
            Eventually.eventually(SOON, "another backup has the role", () -> bases.size() == 2);
            workload.run(10);
            HashKv last = workload.hash();
            awaitRecorded(last.revision());
            end(recorder);

            assertMade(last);
            assertEquals(List.of(), listing().gaps());
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        try (Stream<Path> old = Files.walk(to)) {
            old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        copy(from, to);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void aSinkThatIsDownHoldsUpNothingAndGetsAllOfItLater() throws Exception {
        Path place = bench.environment().state().path().resolve("backup");
        try (RealEtcd etcd = RealEtcd.start("3.7");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 13);
            workload.run(10);
            Thread recorder = record(etcd);
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            Path history = place.resolve("prod/history");
            Files.createDirectories(place.resolve("prod"));
            Files.writeString(history, "in the way");
            workload.run(10);
            Path spool = bench.environment().state().history().resolve("default");
            Eventually.eventually(
                    SOON,
                    "it is told that one waits",
                    () -> standings.stream().anyMatch(standing -> standing.waiting() > 0));
            Eventually.eventually(
                    SOON,
                    "a pack waits",
                    () -> spool.toFile().list() != null
                            && List.of(spool.toFile().list()).stream().anyMatch(name -> name.endsWith(".owed")));
            workload.run(20);
            HashKv said = workload.hash();
            Files.delete(history);
            awaitRecorded(said.revision());
            end(recorder);

            assertMade(said);
        }
    }
}
