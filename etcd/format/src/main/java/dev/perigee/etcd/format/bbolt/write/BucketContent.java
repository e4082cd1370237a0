package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All entries of a small bucket, in memory, in bbolt's order. Mutable; not safe for many threads. */
public final class BucketContent {

    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    /** Nothing yet. */
    public BucketContent() {}

    /**
     * Adds an entry, or replaces the one of that key.
     *
     * @param key not copied: leave it as it is
     * @param value not copied: leave it as it is
     */
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    /**
     * Looks up an entry.
     *
     * @param key in ASCII
     * @return its value
     */
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(entries.get(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Whether there is an entry.
     *
     * @param key its key
     * @return true if there is one
     */
    public boolean holds(byte[] key) {
        return entries.containsKey(key);
    }

    /**
     * Removes an entry, if it is there.
     *
     * @param key its key
     */
    public void remove(byte[] key) {
        entries.remove(key);
    }

    /**
     * Another bucket of the same entries.
     *
     * @return a copy; keys and values are shared
     */
    public BucketContent copy() {
        BucketContent copy = new BucketContent();
        copy.entries.putAll(entries);
        return copy;
    }

    /**
     * How many entries there are.
     *
     * @return 0 or more
     */
    public int size() {
        return entries.size();
    }

    /** Shows the entries in ascending order. */
    void forEach(ProvenFile.Visitor visitor) throws IOException {
        for (var entry : entries.entrySet()) {
            visitor.entry(MemorySegment.ofArray(entry.getKey()), MemorySegment.ofArray(entry.getValue()));
        }
    }
}
