package dev.perigee.core.history;

import java.time.Duration;

/**
 * How a job's history is recorded.
 *
 * @param flush how often what has come is made a pack and sent on: no more than this is lost with the machine
 * @param keep every moment of the last so long can be restored; what only older moments need is removed
 * @param packBytes a pack that has grown to this is closed early; a revision is never split
 * @param spoolBytes how much may wait for sinks that are down; beyond that the oldest is given up, and said so
 * @param sealEvery how often a member is asked for its HashKV, against which a restore is held
 */
public record HistorySettings(Duration flush, Duration keep, long packBytes, long spoolBytes, Duration sealEvery) {

    /** Five seconds, seven days, 64 MiB, 4 GiB, an hour. */
    public static final HistorySettings DEFAULT =
            new HistorySettings(Duration.ofSeconds(5), Duration.ofDays(7), 64L << 20, 4L << 30, Duration.ofHours(1));

    /** No pack is closed sooner. */
    public static final Duration LEAST_FLUSH = Duration.ofSeconds(1);

    /** No pack is closed early below this many bytes: each is an object or two, and a listing has a limit. */
    public static final long LEAST_PACK = 64L << 10;

    /**
     * Whether anything can be recorded with it.
     *
     * @return true if a pack takes a second or more but no longer than it is kept, isn't tiny, and the spool takes it
     */
    public boolean isSensible() {
        return flush.compareTo(LEAST_FLUSH) >= 0
                && flush.compareTo(keep) <= 0
                && packBytes >= LEAST_PACK
                && spoolBytes >= packBytes;
    }
}
