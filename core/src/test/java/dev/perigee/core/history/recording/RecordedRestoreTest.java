package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Watched rows in packs, behind real backups: what is made of them is held against what the cluster said at that revision. */
class RecordedRestoreTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int REVISIONS_A_PACK = 17;

    @TempDir
    Path dir;

    /** A watch of everything, written into packs. */
    private final class Recording {

        private final Bench bench;
        private final HistorySpool spool;
        private final List<Instant> times = new ArrayList<>();

        Recording(Bench bench) throws Exception {
            this.bench = bench;
            this.spool = HistorySpool.open(Files.createTempDirectory(dir, "spool"), Unheard.keeper(dir));
        }

        void run(EtcdConnection member, Manifest base, long last) throws Exception {
            RecordedTimeline timeline = spool.timeline()
                    .orElse(new RecordedTimeline(
                            base.id(), base.cluster().id(), base.facts().revision(), Optional.empty()));
            RevisionLog log = new RevisionLog(timeline.cluster(), timeline.last(), Tail.NONE);
            try (WatchStream stream =
                    member.watch(new WatchQuery(KeyRange.all(), timeline.last() + 1, false, false, true))) {
                OpenPack open = OpenPack.begin(spool.openFile(), Instant.now());
                long closed = timeline.last();
                while (log.complete() < last) {
                    WatchAnswer answer = stream.next(SOON).orElseThrow();
                    for (WatchAnswer part : oneByOne(answer)) {
                        open.add(assertInstanceOf(RevisionLog.Step.Rows.class, log.take(part)), Instant.now());
                        if (!log.isWithinRevision() && log.complete() - closed >= REVISIONS_A_PACK) {
                            closed = log.complete();
                            timeline = close(open, timeline);
                            open = OpenPack.begin(spool.openFile(), Instant.now());
                        }
                    }
                }
                if (open.isEmpty()) {
                    open.close();
                } else {
                    close(open, timeline);
                }
            }
            upload();
        }

        /** A catch-up comes in one answer: cut as a fragmenting server cuts it, in the middle of a revision, too. */
        private List<WatchAnswer> oneByOne(WatchAnswer answer) {
            List<WatchAnswer> parts = new ArrayList<>();
            for (int i = 0; i < answer.events().size(); i++) {
                boolean more = i + 1 < answer.events().size();
                parts.add(new WatchAnswer(
                        answer.header(),
                        false,
                        false,
                        0,
                        "",
                        more || answer.fragment(),
                        List.of(answer.events().get(i)),
                        Bytes.EMPTY));
            }
            return parts.isEmpty() ? List.of(answer) : parts;
        }

        private RecordedTimeline close(OpenPack open, RecordedTimeline timeline) throws Exception {
            OpenPack.Content content = open.finish(times.size(), RepeatedTimes.NONE);
            times.add(Instant.now());
            PackMaker maker = new PackMaker("prod", "default", "bench", "perigee 0.1.0");
            PackRecord record = maker.record(content, timeline);
            RecordedTimeline after = timeline.after(record, Tail.NONE);
            spool.close(record, content.file(), List.of("local"), after, false);
            return after;
        }

        private void upload() throws Exception {
            Destination local = bench.destinations().getFirst();
            for (HistorySpool.Waiting pack : spool.waiting()) {
                Sinks.Answer<Boolean> answer = new Sinks(bench.environment()).ask(local, sink -> {
                    new PackUpload(bench.environment(), local, "prod").store(sink, pack);
                    return true;
                });
                assertEquals(Optional.empty(), answer.failure());
                spool.settle(pack.record().place().pack(), "local");
            }
            assertEquals(List.of(), spool.waiting());
        }
    }

    private static EtcdConnection connect(RealEtcd etcd) throws Exception {
        return EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
    }

    private Bench bench() throws Exception {
        return new Bench(Files.createTempDirectory(dir, "state")).withLocal(RetentionRules.KEEP_ALL);
    }

    private static Points points(Bench bench) throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    private Path made(Bench bench, long revision) throws Exception {
        Points points = points(bench);
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Points.Made made = points.make(points.at(revision), scratch);
            return Files.copy(
                    made.file(), Files.createTempDirectory(dir, "made").resolve("db"));
        }
    }

    private static void assertHolds(Path file, HashKv said) throws Exception {
        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotProof proof = snapshot.check(Checks.ALL, Progress.NONE);
            assertEquals(said.revision(), proof.facts().currentRevision());
            assertNotEquals(Optional.of(Trailer.MISMATCH), proof.trailer());
            assertEquals(
                    said.hash(),
                    snapshot.hashKvCompactedAt(said.revision(), said.compactRevision(), Progress.NONE)
                            .hash(),
                    "at revision " + said.revision());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRevisionIsMadeAsTheClusterHeldIt() {
        return Stream.of("3.4", "3.5", "3.6", "3.7")
                .map(version -> DynamicTest.dynamicTest(version, () -> everyRevisionIsMade(version)));
    }

    private void everyRevisionIsMade(String version) throws Exception {
        Bench bench = bench();
        List<HashKv> said = new ArrayList<>();
        try (RealEtcd etcd = RealEtcd.start(version);
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 42);
            workload.run(60);
            Manifest base = bench.backup(etcd.endpoint()).manifest();
            Recording recording = new Recording(bench);
            for (int round = 0; round < 8; round++) {
                workload.run(25);
                said.add(workload.hash());
                if (round == 3) {
                    bench.backup(etcd.endpoint());
                }
                if (round == 5) {
                    recording.run(member, base, said.getLast().revision());
                    member.keys().compact(base.facts().revision() + 30);
                    said.add(workload.hash());
                }
            }
            recording.run(member, base, said.getLast().revision());
        }
        for (HashKv each : said) {
            assertHolds(made(bench, each.revision()), each);
        }
        assertBoots(version, made(bench, said.get(2).revision()), said.get(2));
    }

    private void assertBoots(String version, Path file, HashKv said) throws Exception {
        Path data = Files.createTempDirectory(dir, "boot").resolve("data");
        int port = Ports.free();
        RestoreRequest.Cluster alone = new RestoreRequest.Cluster(
                "default", "default=http://127.0.0.1:" + port, "token", Optional.empty(), false);
        RestoreRequest.Data madeHere = new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty());
        new Restore(Timing.system(), Progress.NONE)
                .run(new RestoreRequest(file, "point", alone, RestoreRequest.Target.of(data), madeHere));

        try (RealEtcd etcd = RealEtcd.launchOn(EtcdRecipe.of(version), "default", port, data)) {
            etcd.awaitHealthy();
            try (EtcdConnection member = connect(etcd)) {
                HashKv now = member.hashKv(said.revision());
                assertEquals(said.compactRevision(), now.compactRevision());
                assertEquals(said.hash(), now.hash());
            }
        }
    }

    @Test
    void aLaterBackupGivesEarlierRevisionsDownToItsCompaction() throws Exception {
        Bench bench = bench();
        List<HashKv> said = new ArrayList<>();
        long compacted;
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 7);
            workload.run(50);
            compacted = member.status().revision() - 10;
            member.keys().compact(compacted);
            for (int round = 0; round < 4; round++) {
                workload.run(15);
                said.add(workload.hash());
            }
            bench.backup(etcd.endpoint());
        }

        for (HashKv each : said) {
            assertHolds(made(bench, each.revision()), each);
        }
        OperationException gone = assertThrows(OperationException.class, () -> made(bench, compacted - 1));
        assertEquals(Outcome.BAD_INPUT, gone.outcome());
        assertTrue(String.valueOf(gone.getMessage()).contains("was compacted at revision " + compacted));
        OperationException future = assertThrows(OperationException.class, () -> made(bench, 99_999));
        assertEquals(Outcome.BAD_INPUT, future.outcome());
    }

    @Test
    void aPackThatIsDamagedInAnyByteIsAGapAndNeverAWrongRestore() throws Exception {
        Bench bench = bench();
        Manifest base;
        HashKv said;
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = connect(etcd)) {
            Workload workload = new Workload(member, 3);
            workload.run(10);
            base = bench.backup(etcd.endpoint()).manifest();
            workload.run(8);
            said = workload.hash();
            new Recording(bench).run(member, base, said.revision());
        }
        PointPlan.FromPacks plan = assertInstanceOf(
                PointPlan.FromPacks.class, points(bench).at(said.revision()).plan());
        PackPlace place = new PackPlace(base.id(), plan.packs().getFirst());
        Path sink = stored(bench);
        for (PackPlace.Part part : List.of(PackPlace.Part.ROWS, PackPlace.Part.RECORD)) {
            Path file = sink.resolve(place.key("prod", part).value());
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += 41) {
                byte[] spoiled = whole.clone();
                spoiled[at] ^= 0x10;
                Files.write(file, spoiled);
                assertGapOrRight(bench, said, part + " at " + at);
            }
            Files.write(file, whole);
        }
        assertHolds(made(bench, said.revision()), said);
    }

    private static Path stored(Bench bench) throws Exception {
        return bench.environment().state().path().resolve("backup");
    }

    private void assertGapOrRight(Bench bench, HashKv said, String where) throws Exception {
        try {
            assertHolds(made(bench, said.revision()), said); // a bit of a time or a name may be another
        } catch (OperationException gap) {
            assertFalse(String.valueOf(gap.getMessage()).isEmpty(), where);
            assertTrue(
                    List.of(Outcome.DAMAGED, Outcome.NOT_FOUND, Outcome.REFUSED).contains(gap.outcome()), where + gap);
        }
    }
}
