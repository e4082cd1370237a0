package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
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
     * Shows the keys of a range, as they stand at the revision, ascending by key.
     *
     * @param range which keys
     * @param visitor is shown them
     * @throws IOException if the source can't be read to the end, or from the visitor
     */
    void forEach(KeyRange range, EntryVisitor visitor) throws IOException;

    /**
     * Shows every revision that is held of the keys that a filter takes, up to the source's own. A deleted key comes without value.
     *
     * @param filter which keys
     * @param visitor is shown them; those of one key ascend. Of a live cluster each key comes once, as it stands
     * @throws IOException if the source can't be read to the end, or from the visitor
     */
    default void forEachRevision(KeyFilter filter, EntryVisitor visitor) throws IOException {
        forEach(filter, visitor);
    }

    /**
     * Shows every revision that is held of one key, up to the source's own, the oldest first. A deletion comes without value.
     *
     * @param key the key
     * @param visitor is shown them
     * @throws IOException if the source can't be read to the end, or from the visitor
     */
    void history(Bytes key, EntryVisitor visitor) throws IOException;

    /**
     * How long leases have to live.
     *
     * @param ids their ids
     * @return those that still exist, in any order
     * @throws IOException if the source can't be read
     */
    Collection<LeaseTime> leases(Set<Long> ids) throws IOException;
}
