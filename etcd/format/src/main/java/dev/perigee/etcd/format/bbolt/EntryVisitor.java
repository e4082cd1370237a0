package dev.perigee.etcd.format.bbolt;

import java.io.IOException;

/** Is shown the entries of a tree, one by one, in ascending order of their keys. */
public interface EntryVisitor {

    /** Looks at nothing. No constant: what implements an interface that has one to initialise stays out of a class cache. */
    static EntryVisitor none() {
        return entry -> {};
    }

    /**
     * One entry.
     *
     * @param entry a view that holds only until this returns; its bytes stay until {@link #endOfPage()}
     * @throws IOException to end the walk; it reaches the caller
     */
    void entry(Entry entry) throws IOException;

    /**
     * The entries of a leaf whose bytes are gone, all at once.
     *
     * @param leaf a view that holds only until this returns
     * @throws DeclinedException if that isn't enough
     * @throws IOException to end the walk; it reaches the caller
     */
    default void condensed(CondensedLeaf leaf) throws IOException {
        throw new DeclinedException("entries are needed whose bytes are gone");
    }

    /**
     * The bytes of the entries shown so far go away now.
     *
     * @throws IOException to end the walk; it reaches the caller
     */
    default void endOfPage() throws IOException {}
}
