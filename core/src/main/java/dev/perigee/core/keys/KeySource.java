package dev.perigee.core.keys;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;

/** Where keys can be read at one revision: a live cluster, or a snapshot. Not safe for many threads. */
public interface KeySource extends Closeable {

    /**
     * What is being read.
     *
     * @return its cluster, revision and time; nothing is left out
     */
    DumpHeader header();

    /**
     * Shows every key that a filter takes, as it stands at the revision, ascending by key.
     *
     * @param filter which keys
     * @param visitor is shown them
     * @throws IOException if the source can't be read to the end, or from the visitor
     */
    void forEach(KeyFilter filter, EntryVisitor visitor) throws IOException;

    /**
     * How long leases have to live.
     *
     * @param ids their ids
     * @return those that still exist, in any order
     * @throws IOException if the source can't be read
     */
    Collection<LeaseTime> leases(Set<Long> ids) throws IOException;
}
