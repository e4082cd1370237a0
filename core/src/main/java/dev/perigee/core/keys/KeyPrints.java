package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.hash.SipHash128;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A set of keys that holds eight bytes of each: a million take eight MiB. It may take a key for one that it has, with a
 * chance of one in 2^64 for each pair, which nobody can bring about: the hash has a key of its own. Not safe for many threads.
 */
final class KeyPrints {

    private final SipHash128 hash;
    private long[] prints = new long[1024];
    private int size;
    private int sorted;

    KeyPrints() {
        SecureRandom random = new SecureRandom();
        hash = new SipHash128(random.nextLong(), random.nextLong());
    }

    void add(Bytes key) {
        if (size == prints.length) {
            prints = Arrays.copyOf(prints, size + (size >> 1));
        }
        prints[size++] = print(key);
    }

    boolean contains(Bytes key) {
        return indexOf(key) >= 0;
    }

    /** Where a key's print is among all, from 0 up; negative if it isn't there. */
    int indexOf(Bytes key) {
        sort();
        return Arrays.binarySearch(prints, 0, size, print(key));
    }

    /** Keeps only the keys that were added more than once. */
    void retainRepeated() {
        sort();
        int kept = 0;
        for (int at = 1; at < size; at++) {
            if (prints[at] == prints[at - 1] && (kept == 0 || prints[kept - 1] != prints[at])) {
                prints[kept++] = prints[at];
            }
        }
        size = kept;
        sorted = kept;
    }

    int size() {
        return size;
    }

    private void sort() {
        if (sorted < size) {
            Arrays.sort(prints, 0, size);
            sorted = size;
        }
    }

    /** A number that tells keys apart. */
    long print(Bytes key) {
        hash.hash(MemorySegment.ofArray(key.toByteArray()), 0, key.length());
        return hash.first();
    }
}
