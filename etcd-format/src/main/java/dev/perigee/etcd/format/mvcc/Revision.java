package dev.perigee.etcd.format.mvcc;

import java.util.Comparator;

/**
 * The place of a change in a store's history. Ordered by main, then sub.
 *
 * @param main the transaction, 0 or more
 * @param sub the place within the transaction, 0 or more
 */
public record Revision(long main, long sub) implements Comparable<Revision> {

    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::main).thenComparingLong(Revision::sub);

    /** How many bytes a revision takes as a row's key. */
    public static final int BYTES = 17;

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }
}
