package dev.perigee.core.history.recording;

import dev.perigee.core.history.spool.Tail;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.util.Map;
import java.util.Optional;

/** Holds what etcd tells once more against what was recorded. Used by one thread. */
final class Recheck {

    private final Tail recorded;
    private final RevisionDigests told = new RevisionDigests();
    private long last = -1;

    /** A check that at least one revision is to pass. */
    Recheck(Tail recorded) {
        this.recorded = recorded;
    }

    /** Where etcd has to begin. */
    long first() {
        return recorded.digests().firstKey();
    }

    /** What comes behind the tail is known, too, but can't be held against it. */
    void add(RowBytes row) {
        last = row.revision().main();
        if (last <= recorded.digests().lastKey()) {
            told.add(row);
        }
    }

    /** Whether all has come, provided that the last revision is whole. */
    boolean hasCome() {
        return last >= recorded.digests().lastKey();
    }

    /** What is another one now, as a sentence; empty if all is as it was. */
    Optional<String> difference() {
        Map<Long, String> now = told.tail().digests();
        return recorded.digests().entrySet().stream()
                .filter(revision -> !revision.getValue().equals(now.get(revision.getKey())))
                .findFirst()
                .map(revision -> "revision " + revision.getKey()
                        + " is another one than was recorded: an older state was put back, and written on");
    }
}
