package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The keys of a live cluster at one revision, read page by page so that neither side holds them all. */
public final class LiveKeySource implements KeySource {

    private final KeyStore store;
    private final DumpHeader header;
    private final boolean keysOnly;

    private LiveKeySource(KeyStore store, DumpHeader header, boolean keysOnly) {
        this.store = store;
        this.header = header;
        this.keysOnly = keysOnly;
    }

    /**
     * Pins a revision.
     *
     * @param store the cluster; stays the caller's to close
     * @param filter the keys that will be read: no other is looked at
     * @param revision the revision to read at; empty for the current one
     * @param keysOnly whether to leave out the values
     * @param now the time
     * @return the source
     * @throws IOException if the cluster can't be asked
     */
    public static LiveKeySource at(
            KeyStore store, KeyFilter filter, OptionalLong revision, boolean keysOnly, Instant now) throws IOException {
        KeyStore.Position position = store.position(filter.first());
        long pinned = revision.orElse(position.revision());
        return new LiveKeySource(
                store,
                new DumpHeader(OptionalLong.of(position.clusterId()), pinned, now, DumpHeader.LeftOut.NONE),
                keysOnly);
    }

    @Override
    public DumpHeader header() {
        return header;
    }

    @Override
    public void forEach(KeyFilter filter, EntryVisitor visitor) throws IOException {
        forEach(store, header.revision(), keysOnly, filter, visitor);
    }

    @Override
    public void forEach(KeyRange range, EntryVisitor visitor) throws IOException {
        try (PagesAhead pages = new PagesAhead(store, header.revision(), keysOnly)) {
            pages.forEach(range, visitor);
        }
    }

    @Override
    public void history(Bytes key, EntryVisitor visitor) throws IOException {
        store.history(key, header.revision(), visitor);
    }

    static void forEach(KeyStore store, long revision, boolean keysOnly, KeyFilter filter, EntryVisitor visitor)
            throws IOException {
        try (PagesAhead pages = new PagesAhead(store, revision, keysOnly)) {
            for (Bytes prefix : filter.ranges()) {
                pages.forEach(KeyRange.prefix(prefix), entry -> {
                    if (filter.takes(entry.key())) {
                        visitor.entry(entry);
                    }
                });
            }
        }
    }

    @Override
    public Collection<LeaseTime> leases(Set<Long> ids) throws IOException {
        List<LeaseTime> leases = new ArrayList<>();
        for (long id : ids) {
            store.leaseTime(id).ifPresent(leases::add);
        }
        return leases;
    }

    @Override
    public void close() {
        // the store is the caller's
    }
}
