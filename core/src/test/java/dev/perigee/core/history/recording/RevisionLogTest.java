package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.spool.Tail;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.ResponseHeader;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchEvent;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RevisionLogTest {

    private static final long CLUSTER = 0xcdf8;

    private final RevisionLog log = new RevisionLog(CLUSTER, 10, Tail.NONE);

    private long told;
    private int number;

    /** Of another key for each event of a revision, which no write has twice; the same when it is told again. */
    private WatchEvent put(long revision) {
        number = revision == told ? number + 1 : 0;
        told = revision;
        return new WatchEvent(
                false, new KeyValue(Bytes.of("k" + number), Bytes.of("v"), 2, revision, 3, 0), Optional.empty());
    }

    private WatchAnswer answer(boolean fragment, Long... revisions) {
        return new WatchAnswer(
                new ResponseHeader(CLUSTER, 1, 99, 2),
                false,
                false,
                0,
                "",
                fragment,
                Arrays.stream(revisions).map(this::put).toList(),
                Bytes.EMPTY);
    }

    private static WatchAnswer canceled(long compacted, String reason) {
        return new WatchAnswer(
                new ResponseHeader(CLUSTER, 1, 99, 2), false, true, compacted, reason, false, List.of(), Bytes.EMPTY);
    }

    private RevisionLog.Step.Rows rows(WatchAnswer answer) {
        return assertInstanceOf(RevisionLog.Step.Rows.class, log.take(answer));
    }

    private String broken(WatchAnswer answer) {
        return assertInstanceOf(RevisionLog.Step.Broken.class, log.take(answer)).why();
    }

    @Test
    void eventsOfOneRevisionAreCounted() {
        List<Revision> revisions = rows(answer(false, 11L, 11L, 12L)).rows().stream()
                .map(RowBytes::revision)
                .toList();

        assertEquals(List.of(new Revision(11, 0), new Revision(11, 1), new Revision(12, 0)), revisions);
        assertEquals(12, log.complete());
    }

    @Test
    void whatComesTwiceIsPassedOver() {
        rows(answer(false, 11L, 12L));

        assertEquals(1, rows(answer(false, 9L, 10L, 11L, 12L, 13L)).rows().size());
        assertEquals(13, log.complete());
    }

    private static Tail tail(WatchAnswer answer) {
        RevisionDigests digests = new RevisionDigests();
        RevisionLog before = new RevisionLog(CLUSTER, 7, Tail.NONE);
        assertInstanceOf(RevisionLog.Step.Rows.class, before.take(answer))
                .rows()
                .forEach(digests::add);
        return digests.tail();
    }

    @Test
    void afterANewStartWhatIsKnownIsToldAgainBeforeAnythingIsAdded() {
        RevisionLog again = new RevisionLog(CLUSTER, 10, tail(answer(false, 8L, 9L, 9L, 10L)));

        assertEquals(8, again.from());
        assertEquals(
                List.of(),
                assertInstanceOf(RevisionLog.Step.Rows.class, again.take(answer(true, 8L, 9L)))
                        .rows());
        assertEquals(
                1,
                assertInstanceOf(RevisionLog.Step.Rows.class, again.take(answer(false, 9L, 10L, 11L)))
                        .rows()
                        .size());
        assertEquals(12, again.from());
    }

    /** As after a kill between a pack and the note of what its last revisions held. */
    @Test
    void whatIsKnownBehindTheTailIsHeldAgainstNothing() {
        RevisionLog again = new RevisionLog(CLUSTER, 60, tail(answer(false, 8L, 9L, 10L)));
        Long[] known = LongStream.rangeClosed(8, 61).boxed().toArray(Long[]::new);

        assertEquals(
                1,
                assertInstanceOf(RevisionLog.Step.Rows.class, again.take(answer(false, known)))
                        .rows()
                        .size());
    }

    @Test
    void aRevisionThatIsAnotherOneNowEndsTheHistory() {
        Tail tail = tail(answer(false, 8L, 9L, 10L));

        for (WatchAnswer other :
                List.of(answer(false, 8L, 9L, 9L, 10L, 11L), answer(false, 8L, 10L, 11L), answer(false, 8L, 9L, 11L))) {
            RevisionLog again = new RevisionLog(CLUSTER, 10, tail);
            String why = assertInstanceOf(RevisionLog.Step.Broken.class, again.take(other))
                    .why();
            assertTrue(
                    why.endsWith("is another one than was recorded: an older state was put back, and written on"), why);
        }
    }

    @Test
    void whatIsKnownAndCompactedIsAskedForFromWhereItCanBeTold() {
        RevisionLog again = new RevisionLog(CLUSTER, 10, tail(answer(false, 8L, 9L, 10L)));

        assertEquals(new RevisionLog.Step.Compacted(9), again.take(canceled(9, "compacted")));
        assertTrue(broken(canceled(12, "compacted")).contains("were compacted before they came"));
    }

    @Test
    void aNumberThatIsLeftOutIsALostWrite() {
        rows(answer(false, 11L));

        assertEquals(
                "revision 13 came behind revision 11: what was written between them was lost",
                broken(answer(false, 13L)));
    }

    @Test
    void aRevisionInTwoFragmentsIsWholeWithTheLast() {
        assertEquals(10, rows(answer(true, 11L)).complete());
        assertTrue(log.isWithinRevision());
        assertEquals(11, rows(answer(true, 11L, 12L)).complete());
        RevisionLog.Step.Rows last = rows(answer(false, 12L));

        assertEquals(12, last.complete());
        assertEquals(new Revision(12, 1), last.rows().getFirst().revision());
        assertFalse(log.isWithinRevision());
    }

    @Test
    void anotherClusterEndsIt() {
        WatchAnswer other = new WatchAnswer(
                new ResponseHeader(0xabc, 1, 99, 2), false, false, 0, "", false, List.of(put(11)), Bytes.EMPTY);

        assertEquals(
                "the endpoint answers for cluster abc, and not for cdf8 any more, behind revision 10", broken(other));
    }

    @Test
    void aCompactionThatWasFasterEndsItWithBothRevisions() {
        assertEquals("revisions 11 to 499 were compacted before they came", broken(canceled(500, "")));
    }

    @Test
    void anAnswerWithoutEventsMovesNothing() {
        assertEquals(0, rows(answer(false)).rows().size());
        assertEquals(10, log.complete());
    }
}
