package dev.perigee.etcd.format.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The FNV-1a hash of 64 bits, with which bbolt seals its meta pages. */
public final class Fnv1a64 {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv1a64() {}

    /**
     * Hashes a range of bytes.
     *
     * @param bytes where they are
     * @param from the first one
     * @param length how many
     * @return the hash
     */
    public static long of(MemorySegment bytes, long from, long length) {
        long hash = OFFSET_BASIS;
        for (long i = from; i < from + length; i++) {
            hash = (hash ^ (bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff)) * PRIME;
        }
        return hash;
    }
}
