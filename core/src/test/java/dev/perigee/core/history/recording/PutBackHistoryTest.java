package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.HistoryBehind;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.ProvePacks;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup is taken by hand before anybody records again: of an older state that was put back, or of another cluster of that name. By
 * chance one of its revisions is written as it was recorded.
 */
class PutBackHistoryTest {

    /** What was recorded was so a while ago. */
    private static final Duration AGO = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    private static final int MORE = 20;

    private RealEtcd etcd;
    private RecordedCluster recorded;
    private HashKv lost;
    private Path before;

    @BeforeEach
    void record() throws Exception {
        recorded = new RecordedCluster(dir.resolve("state"), StandingListener.NONE);
        recorded.setAhead(AGO.negated());
        etcd = RealEtcd.start("3.6");
        put("at", "the beginning");
        etcd.stop();
        before = dir.resolve("before");
        copy(etcd.dataDir(), before);
        etcd.restart();
        Thread recorder = recorded.record(etcd);
        recorded.awaitBases(1);
        put("k", "recorded");
        writeOn(MORE);
        lost = hashKv();
        recorded.awaitRecorded(lost.revision());
        RecordedCluster.end(recorder);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private void put(String key, String value) {
        put(etcd, key, value);
    }

    private HashKv hashKv() throws Exception {
        try (EtcdConnection member = RecordedCluster.connect(etcd)) {
            return member.hashKv(member.status().revision());
        }
    }

    private HashKv hashKv(long revision) throws Exception {
        try (EtcdConnection member = RecordedCluster.connect(etcd)) {
            HashKv said = member.hashKv(revision);
            return new HashKv(said.memberId(), revision, said.hash(), said.compactRevision(), said.hashRevision());
        }
    }

    private void writeUpTo(long revision) throws Exception {
        while (hashKv().revision() < revision) {
            put("k", "written since");
        }
    }

    private void writeOn(int times) {
        put("done", "yes");
        for (int i = 0; i < times; i++) {
            put("other", String.valueOf(i));
        }
    }

    private static void put(RealEtcd where, String key, String value) {
        where.etcdctl("put", key, value).orFail();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    private Manifest putBack() throws Exception {
        putBackTheOlderState();
        put("k", "written since");
        put("done", "yes");
        return recorded.bench().backup(etcd.endpoint()).manifest();
    }

    private void putBackTheOlderState() throws IOException {
        etcd.stop();
        DurableFile.deleteTree(etcd.dataDir());
        copy(before, etcd.dataDir());
        etcd.restart();
    }

    private void compact(long revision) {
        etcd.etcdctl("compact", String.valueOf(revision), "--physical").orFail();
    }

    private void lose(Manifest backup) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve("state"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (each.getFileName().toString().startsWith(backup.id().toString())) {
                    Files.delete(each);
                }
            }
        }
    }

    private Manifest ofAnotherCluster() throws Exception {
        try (RealEtcd other = RealEtcd.start("3.6")) {
            put(other, "at", "the beginning");
            put(other, "k", "another");
            put(other, "done", "yes");
            return recorded.bench().backup(other.endpoint()).manifest();
        }
    }

    private OperationException refused() throws Exception {
        Points points = recorded.points();
        try (SpoolEntry scratch = recorded.bench().environment().scratch()) {
            return assertThrows(OperationException.class, () -> points.make(points.at(lost.revision()), scratch));
        }
    }

    private void assertMade(Points points, Points.Point point) throws Exception {
        try (SpoolEntry scratch = recorded.bench().environment().scratch()) {
            RecordedCluster.assertHolds(points.make(point, scratch).file(), lost);
        }
    }

    private void assertAllIsThere() throws Exception {
        recorded.assertMade(lost);
        Points points = recorded.points();
        Instant then = recorded.bases().getFirst().id().until();
        assertMade(points, points.at(then).orElseThrow());
    }

    @Test
    void whatWasRecordedIsMadeOfItsOwnBackupAndNotOfOneOfTheStateThatWasPutBack() throws Exception {
        putBack();

        assertAllIsThere();
    }

    /** Which of them is ahead makes no difference: rows tell. */
    @Test
    void whatWasRecordedByAClockThatRanAheadIsMadeOfItsOwnBackupToo() throws Exception {
        recorded.setAhead(AGO);
        Thread recorder = recorded.record(etcd);
        writeOn(MORE);
        lost = hashKv();
        recorded.awaitRecorded(lost.revision());
        RecordedCluster.end(recorder);

        putBackTheOlderState();
        writeUpTo(lost.revision() - 5);
        Manifest later = recorded.bench().backup(etcd.endpoint()).manifest();

        assertTrue(later.id().time().isBefore(Instant.now()), "it isn't doubted for its time");
        recorded.assertMade(lost);
    }

    @Test
    void aRevisionThatLaterBackupsWereCompactedBeyondIsMadeOfTheOneBeforeTheOlderStateWasPutBack() throws Exception {
        HashKv then = hashKv(10);
        Manifest old = recorded.bench().backup(etcd.endpoint()).manifest();
        putBackTheOlderState();
        for (long compacted = 13; compacted < 16; compacted += 2) {
            writeUpTo(compacted);
            compact(compacted);
            recorded.bench().backup(etcd.endpoint());
        }
        lose(recorded.bases().getFirst());
        DurableFile.deleteTree(dir.resolve("state/backup/prod/history"));

        recorded.assertMade(then);
        assertTrue(old.facts().revision() > 15, "it would be passed over for its revision");
    }

    @Test
    void whatWasRecordedIsMadeThoughAnotherClusterOfThatNameWasBackedUp() throws Exception {
        ofAnotherCluster();

        assertAllIsThere();
    }

    @Test
    void aBackupOfTheLastRevisionThatHoldsOtherRowsIsRefusedThoughItWasCompactedThere() throws Exception {
        putBackTheOlderState();
        for (long revision = 3; revision <= lost.revision(); revision++) {
            put("k", "written since " + revision);
        }
        compact(lost.revision());
        Manifest later = recorded.bench().backup(etcd.endpoint()).manifest();

        assertEquals(lost.revision(), later.facts().revision());
        OperationException refused = refused();
        assertEquals(Outcome.DAMAGED, refused.outcome());
        String hint = refused.hint().orElseThrow();
        assertTrue(hint.contains("'" + later.id() + "'"), hint);
        assertTrue(hint.contains("'--rev " + (lost.revision() - 1) + "'"), hint);
    }

    @Test
    void withoutABackupOfItsOwnNothingIsMadeOfWhatOneRevisionHasInCommon() throws Exception {
        putBackTheOlderState();
        put("k", "written since");
        put("done", "yes");
        compact(4);
        recorded.bench().backup(etcd.endpoint());
        lose(recorded.bases().getFirst());

        assertEquals(Outcome.DAMAGED, refused().outcome());
    }

    @Test
    void aDoubtedBackupLeadsOnWhereNoOtherDoesAndAllThatBothHoldIsTheSame() throws Exception {
        putBackTheOlderState();
        put("k", "recorded");
        writeOn(MORE - 2);
        recorded.bench().backup(etcd.endpoint());
        lose(recorded.bases().getFirst());

        recorded.assertMade(lost);
    }

    @Test
    void aDoubtedBackupLeadsNowhereIfOneRowIsAnother() throws Exception {
        putBackTheOlderState();
        put("k", "written since");
        writeOn(MORE - 2);
        recorded.bench().backup(etcd.endpoint());
        lose(recorded.bases().getFirst());

        assertEquals(Outcome.DAMAGED, refused().outcome());
    }

    @Test
    void aTimeBehindBothIsRefusedWithBothStates() throws Exception {
        Manifest later = putBack();
        Points points = recorded.points();

        OperationException refused = assertThrows(OperationException.class, () -> points.at(Instant.now()));

        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertTrue(String.valueOf(refused.getMessage()).contains(later.id() + ""), refused.getMessage());
        String hint = refused.hint().orElseThrow();
        assertTrue(hint.contains("--rev " + lost.revision()) && hint.contains(later.id() + ""), hint);
    }

    @Test
    void noHistoryGoesOnBehindABackupOfAnotherStore() throws Exception {
        for (Manifest later : List.of(putBack(), ofAnotherCluster())) {
            Sought sought = Sought.anywhere("prod", recorded.bench().destinations());
            Environment environment = recorded.bench().environment();
            Fetched fetched = new Fetch(environment)
                    .run(sought, new Selector.Prefix(later.id().toString()), dir.resolve(later.id() + ".db"));

            assertEquals(Optional.empty(), HistoryBehind.look(environment, sought, fetched));
            assertEquals(
                    List.of(),
                    new ProvePacks(environment, "prod", sought.sinks()).run(later.id(), Depth.QUICK, Set.of("local")));
        }
    }

    @Test
    void aTimeBehindTheBackupOfAnotherClusterMeansThat() throws Exception {
        ofAnotherCluster();

        assertEquals(Optional.empty(), recorded.points().at(Instant.now()));
    }

    /** Nobody recorded while the older state was put back and written beyond all that was recorded. */
    private Thread recordTheOvertakingState() throws Exception {
        putBackTheOlderState();
        for (long revision = 2; revision < lost.revision() + MORE; revision++) {
            put("k", "written since " + revision);
        }
        recorded.setAhead(Duration.ZERO);
        Thread recorder = recorded.record(etcd);
        recorded.awaitBases(2);
        put("k", "recorded since");
        recorded.awaitRecordedBeyond(lost.revision() + MORE);
        return recorder;
    }

    @Test
    void theEndOfAHistoryIsMadeThoughAnotherStoreHasOvertakenItByThen() throws Exception {
        Instant then = Instant.now();
        RecordedCluster.end(recordTheOvertakingState());

        Points.Point point = recorded.points().at(then).orElseThrow();

        assertMade(recorded.points(), point);
        assertTrue(
                point.warnings().toString().contains("revision 3 is another one than was recorded"),
                point.warnings() + "");
        assertEquals(
                List.of(Optional.empty()),
                recorded.listing().gaps().stream().map(HistoryListing.Gap::end).toList());
    }

    /** What lies below a compaction isn't compared, nor a deletion right there, which some releases leave out. */
    @Test
    void aBackupOfTheSameStoreThatWasCompactedMeanwhileIsTaken() throws Exception {
        recorded.setAhead(Duration.ZERO);
        Thread recorder = recorded.record(etcd);
        etcd.etcdctl("del", "k").orFail();
        long deleted = lost.revision() + 1;
        put("other", "after the deletion");
        compact(deleted);
        Manifest later = recorded.bench().backup(etcd.endpoint()).manifest();
        put("other", "the last");
        recorded.awaitRecorded(lost.revision() + 3);
        RecordedCluster.end(recorder);

        for (long revision = later.facts().revision(); revision <= lost.revision() + 3; revision++) {
            Points points = recorded.points();
            try (SpoolEntry scratch = recorded.bench().environment().scratch()) {
                Points.Made made = points.make(points.at(revision), scratch);

                assertEquals(later.id(), made.backup().manifest().id());
                assertEquals(List.of(), made.notes());
            }
        }
    }

    @Test
    void aTimeBetweenTheFirstBackupOfAnotherStoreAndItsFirstWriteMeansThatBackup() throws Exception {
        putBackTheOlderState();
        put("k", "written since");
        put("done", "yes");
        recorded.setAhead(Duration.ZERO);
        Thread recorder = recorded.record(etcd);
        recorded.awaitBases(2);
        Instant then = Instant.now();
        etcd.etcdctl("put", "k", "recorded since").orFail();
        recorded.awaitWindowOf(recorded.bases().getLast().id());
        RecordedCluster.end(recorder);

        assertEquals(Optional.empty(), recorded.points().at(then));
    }
}
