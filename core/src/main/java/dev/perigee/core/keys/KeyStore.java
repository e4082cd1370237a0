package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The few calls to a live cluster from which export and import are made. Safe for many threads. Each call is made
 * once: {@link PatientKeyStore} tries again.
 */
public interface KeyStore {

    /**
     * Where the cluster stands.
     *
     * @param readable keys that the user may read: no other key is looked at to find it out
     * @return its id and current revision
     * @throws IOException if it can't be asked, or its endpoints belong to two clusters
     */
    Position position(KeyRange readable) throws IOException;

    /**
     * One page of a range.
     *
     * @param range which keys
     * @param revision the revision to read at
     * @param limit how many keys at most; if they weigh too much there are fewer
     * @param keysOnly whether to leave out the values
     * @return ascending by key
     * @throws IOException if the revision is compacted, or the cluster can't be asked
     */
    Page range(KeyRange range, long revision, int limit, boolean keysOnly) throws IOException;

    /**
     * Several keys as they stand now, in one transaction.
     *
     * @param keys at most as many as etcd takes operations in a transaction
     * @return one for each key, in their order; empty where there is no such key
     * @throws IOException if the cluster can't be asked
     */
    List<Optional<KeyEntry>> read(List<Bytes> keys) throws IOException;

    /**
     * Writes several keys in one transaction, if none has changed meanwhile.
     *
     * @param writes at most as many as etcd takes operations in a transaction, each of another key
     * @return false if one had changed: nothing was written then
     * @throws IOException if the cluster can't be asked; whether it was written is then unknown
     */
    boolean write(List<Write> writes) throws IOException;

    /**
     * Grants a lease.
     *
     * @param seconds its time to live, from 1 up
     * @return its id
     * @throws IOException if the cluster can't be asked
     */
    long grantLease(long seconds) throws IOException;

    /**
     * How long a lease has to live.
     *
     * @param id its id
     * @return empty if there is no such lease any more
     * @throws IOException if the cluster can't be asked
     */
    Optional<LeaseTime> leaseTime(long id) throws IOException;

    /**
     * Every revision that is held of one key, the oldest first. A deletion comes without value.
     *
     * @param key the key
     * @param until the last revision that is wanted, which is there
     * @param visitor is shown them
     * @throws IOException if the cluster can't be asked, or from the visitor: some may have been shown then
     */
    void history(Bytes key, long until, EntryVisitor visitor) throws IOException;

    /**
     * Where a cluster stands.
     *
     * @param clusterId its id, 64 unsigned bits
     * @param revision its current revision
     */
    record Position(long clusterId, long revision) {}

    /**
     * One page of a range.
     *
     * @param entries ascending by key
     * @param more whether the range goes on behind the last of them
     * @param count how many keys the range has in all; never less than it has
     */
    record Page(List<KeyEntry> entries, boolean more, long count) {

        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One key to write.
     *
     * @param key the key
     * @param seenModRevision the revision at which it was last written when it was read; 0 if there was none
     * @param value its new value; empty to delete it
     * @param lease the lease to hang it on; 0 for none
     */
    record Write(Bytes key, long seenModRevision, Optional<Bytes> value, long lease) {

        /** A revision at which no key was ever written: such a write is looked at by the cluster, and never done. */
        public static final long NEVER = -1;
    }
}
