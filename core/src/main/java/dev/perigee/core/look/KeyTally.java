package dev.perigee.core.look;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.hash.SipHash128;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Counts how often each key comes, with twelve bytes for each key, not full by half: two million keys take 50 MB. It may take two
 * keys for one, with a chance of one in 2^64 for each pair, which nobody can bring about: the hash has a key of its own.
 * Not safe for many threads.
 */
final class KeyTally {

    private static final double FULL = 0.6;

    private final SipHash128 hash;
    private long[] prints = new long[1 << 12];
    private int[] counts = new int[1 << 12];
    private int size;

    KeyTally() {
        SecureRandom random = new SecureRandom();
        hash = new SipHash128(random.nextLong(), random.nextLong());
    }

    /** Counts a key once more. */
    void add(Bytes key) {
        if (size > prints.length * FULL) {
            grow();
        }
        int at = slot(print(key));
        size += counts[at] == 0 ? 1 : 0;
        counts[at]++;
    }

    /** How often a key came. */
    int count(Bytes key) {
        return counts[slot(print(key))];
    }

    /** Counts a key back; how often it still came before that. */
    int countDown(Bytes key) {
        int at = slot(print(key));
        return counts[at]--;
    }

    /** How many keys there are. */
    int size() {
        return size;
    }

    /** The count that no more than so many keys reach; at least 2. */
    int atLeastOf(int most) {
        int[] sorted = Arrays.stream(counts).filter(count -> count > 1).sorted().toArray();
        return sorted.length <= most ? 2 : sorted[sorted.length - most];
    }

    private long print(Bytes key) {
        hash.hash(MemorySegment.ofArray(key.toByteArray()), 0, key.length());
        return hash.first() == 0 ? 1 : hash.first(); // 0 is an empty slot
    }

    /** Where a key is, or where it would go. */
    private int slot(long print) {
        int at = (int) (print & prints.length - 1);
        while (prints[at] != 0 && prints[at] != print) {
            at = at + 1 & prints.length - 1;
        }
        prints[at] = print;
        return at;
    }

    private void grow() {
        long[] oldPrints = prints;
        int[] oldCounts = counts;
        prints = new long[2 * oldPrints.length];
        counts = new int[2 * oldPrints.length];
        for (int old = 0; old < oldPrints.length; old++) {
            if (oldPrints[old] != 0) {
                counts[slot(oldPrints[old])] = oldCounts[old];
            }
        }
    }
}
