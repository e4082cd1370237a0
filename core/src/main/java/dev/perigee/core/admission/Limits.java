package dev.perigee.core.admission;

/**
 * How much one process does at once, whatever the number of jobs that fall due together.
 *
 * @param runs how many backups at once are on their way from etcd, and how many at once to any one sink, from 1 up
 * @param streams how many of them at once receive and prove a snapshot, from 1 up
 */
public record Limits(int runs, int streams) {

    /** Eight runs, two streams: well within a heap of 128 MB. */
    public static final Limits DEFAULT = new Limits(8, 2);

    /** Refuses to let nobody in. */
    public Limits {
        if (runs < 1 || streams < 1) {
            throw new IllegalArgumentException("at least one run and one stream must be let in");
        }
    }
}
