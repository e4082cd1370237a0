package dev.perigee.core.history.recording;

import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchEvent;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes rows of the answers to a watch over all keys, and sees to it that none is missing. Every write takes exactly one revision, so
 * that a number which is left out is a write that was lost; what comes twice is passed over. Touches nothing; used by one thread.
 */
final class RevisionLog {

    private final long cluster;
    private final long begun;
    private long complete;
    private long open;
    private long nextSub;
    private long knownAgain;
    private Optional<Recheck> recheck;
    private final RevisionKeys keys = new RevisionKeys();

    /**
     * A log.
     *
     * @param cluster etcd's id of the cluster
     * @param last the last revision that is known already
     * @param tail what the last known revisions held; etcd must tell the same before anything is added
     */
    RevisionLog(long cluster, long last, Tail tail) {
        this.cluster = cluster;
        this.recheck = tail.isEmpty() ? Optional.empty() : Optional.of(new Recheck(tail));
        this.begun = last;
        this.complete = last;
        this.open = last;
    }

    /** What an answer comes to. */
    sealed interface Step {

        /**
         * It goes on.
         *
         * @param rows new ones, in order; they may end within a revision
         * @param complete the last revision of which all rows have come
         */
        record Rows(List<RowBytes> rows, long complete) implements Step {}

        /**
         * It doesn't go on: this history has ended.
         *
         * @param end the reason
         * @param why a sentence; it names the revisions
         */
        record Broken(TimelineEnd end, String why) implements Step {}

        /**
         * What is known can't be told from its beginning any more.
         *
         * @param revision up to which etcd was compacted
         */
        record Compacted(long revision) implements Step {}
    }

    /** Where the watch has to begin: at what is known, as far as it must be told again. */
    long from() {
        return recheck.map(Recheck::first).orElse(complete + 1);
    }

    /** The last revision that was known when it began. */
    long begun() {
        return begun;
    }

    /** The last revision of which all rows have come. */
    long complete() {
        return complete;
    }

    /** Whether rows of a revision have come, and more of them are to come. */
    boolean isWithinRevision() {
        return open > complete;
    }

    Step take(WatchAnswer answer) {
        if (recheck.isPresent()
                && answer.canceled()
                && answer.compactRevision() > 0
                && answer.compactRevision() <= begun) {
            return new Step.Compacted(answer.compactRevision());
        }
        Optional<Step> ended = ended(answer);
        if (ended.isPresent()) {
            return ended.get();
        }
        List<RowBytes> rows = new ArrayList<>();
        for (WatchEvent event : answer.events()) {
            long main = event.keyValue().modRevision();
            if (main <= complete) {
                again(main, event);
                continue; // it comes twice: after a new start, or from a server that has the fault to do so
            }
            Optional<String> other = settle();
            if (other.isPresent()) {
                return new Step.Broken(TimelineEnd.TOLD_OTHERWISE, other.get());
            }
            if (main != open && main != open + 1) {
                return new Step.Broken(
                        TimelineEnd.HOLE,
                        "revision " + main + " came behind revision " + open
                                + ": what was written between them was lost");
            }
            if (main != open) {
                complete = open;
                open = main;
                nextSub = 0;
                keys.clear();
            }
            if (!keys.add(event.keyValue().key())) {
                return new Step.Broken(
                        TimelineEnd.HOLE,
                        "revision " + main + " came with a key twice, which no write has: its events were"
                                + " repeated, or are of several writes");
            }
            rows.add(row(new Revision(main, nextSub++), event));
        }
        if (!answer.fragment()) {
            complete = open;
            Optional<String> other = recheck.filter(Recheck::hasCome).flatMap(_ -> settle());
            if (other.isPresent()) {
                return new Step.Broken(TimelineEnd.TOLD_OTHERWISE, other.get());
            }
        }
        return new Step.Rows(rows, complete);
    }

    private void again(long main, WatchEvent event) {
        if (recheck.isPresent()) {
            nextSub = main == knownAgain ? nextSub : 0;
            knownAgain = main;
            recheck.get().add(row(new Revision(main, nextSub++), event));
        }
    }

    /** Before anything is added, what is known must have come again. */
    private Optional<String> settle() {
        Optional<String> difference = recheck.flatMap(Recheck::difference);
        recheck = Optional.empty();
        return difference;
    }

    private Optional<Step> ended(WatchAnswer answer) {
        if (answer.header().clusterId() != cluster) {
            return Optional.of(new Step.Broken(
                    TimelineEnd.OTHER_CLUSTER,
                    "the endpoint answers for cluster "
                            + Long.toHexString(answer.header().clusterId()) + ", and not for "
                            + Long.toHexString(cluster) + " any more, behind revision " + complete));
        }
        if (!answer.canceled()) {
            return Optional.empty();
        }
        return Optional.of(
                answer.compactRevision() > 0
                        ? new Step.Broken(
                                TimelineEnd.COMPACTED,
                                "revisions " + (complete + 1) + " to " + (answer.compactRevision() - 1)
                                        + " were compacted before they came")
                        : new Step.Broken(
                                TimelineEnd.CANCELED,
                                "etcd ended the watch behind revision " + complete + ": " + answer.reason()));
    }

    private static RowBytes row(Revision revision, WatchEvent event) {
        byte[] key = event.keyValue().key().toByteArray();
        return event.deleted()
                ? RowBytes.tombstone(revision, key)
                : RowBytes.put(
                        revision,
                        key,
                        event.keyValue().createRevision(),
                        event.keyValue().version(),
                        event.keyValue().value().toByteArray(),
                        event.keyValue().lease());
    }
}
