package dev.perigee.core.catalog;

import java.util.Locale;
import java.util.Optional;

/**
 * A stretch of a cluster's history that no restore interrupts. The first that was ever seen has no record: it has no
 * beginning that anybody knows.
 *
 * @param start its first backup, which is its name
 * @param after the newest backup that was known of the timeline before
 * @param cause how it was told from that one
 */
public record Timeline(BackupId start, BackupId after, Cause cause) {

    /** What no cluster does that goes on as it was. */
    public enum Cause {
        /** etcd's cluster id is another. */
        CLUSTER_ID("the cluster id is another"),
        /** The revision is lower. */
        REVISION_BACK("the revision went back"),
        /** The raft log is shorter. */
        LOG_BACK("the raft log starts over"),
        /** The revision rose by more than the raft log has entries. */
        REVISION_AHEAD("the revision rose by more than was written");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /**
         * The cause as a person reads it.
         *
         * @return a main clause
         */
        public String words() {
            return words;
        }

        /**
         * The cause as a program reads it.
         *
         * @return as in {@code revision-back}
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Cause> parse(String text) {
            for (Cause cause : values()) {
                if (cause.text().equals(text)) {
                    return Optional.of(cause);
                }
            }
            return Optional.empty();
        }
    }

    /** Refuses one that begins before what it follows. */
    public Timeline {
        if (start.compareTo(after) <= 0) {
            throw new IllegalArgumentException("a timeline can't begin with " + start + " after " + after);
        }
    }

    /**
     * The timeline as a person reads it.
     *
     * @return when it began, and why that is known
     */
    public String words() {
        return "since " + start.time() + ": " + cause.words() + " after " + after;
    }
}
