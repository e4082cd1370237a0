package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers the entries of one file into batches, each of which fits into one transaction. Used by one thread. */
final class BatchCollector {

    /** Below etcd's default of 128 operations in a transaction. */
    private static final int MOST_ENTRIES = 100;

    /** Far below etcd's default of 1.5 MiB for a request. */
    private static final long MOST_BYTES = 512 << 10;

    private final Batches batches;
    private List<Placed> batch = new ArrayList<>();
    private Set<Bytes> keys = new HashSet<>();
    private long bytes;
    private long position;

    BatchCollector(Batches batches) {
        this.batches = batches;
    }

    /** The file's next entry under its final key; empty if it isn't meant, for it counts all the same. */
    void take(Optional<KeyEntry> entry) throws IOException {
        position++;
        if (entry.isPresent()) {
            add(entry.get());
        }
    }

    private void add(KeyEntry entry) throws IOException {
        long size = entry.key().length() + entry.value().map(Bytes::length).orElse(0);
        if (batch.size() == MOST_ENTRIES || bytes + size > MOST_BYTES || keys.contains(entry.key())) {
            flush();
        }
        keys.add(entry.key());
        batch.add(new Placed(position, entry));
        bytes += size;
    }

    /** Sends off what has been gathered. */
    void flush() throws IOException {
        if (!batch.isEmpty()) {
            batches.submit(batch);
        }
        batch = new ArrayList<>();
        keys = new HashSet<>();
        bytes = 0;
    }
}
