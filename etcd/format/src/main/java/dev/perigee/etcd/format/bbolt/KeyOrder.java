package dev.perigee.etcd.format.bbolt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Holds the key that the next one must not be below, through all levels of one tree.
 *
 * <p>Every key is shown in the order of the walk, a branch's key before its child's keys. A branch's key is a lower
 * bound: the child's first key may equal it. Every other key must be greater than the one before. This also keeps a
 * child's keys below the parent's next one.
 */
final class KeyOrder {

    private static final ValueLayout.OfLong BIG_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment bound;
    private int length;
    private boolean mayEqual;

    KeyOrder(Arena arena) {
        bound = arena.allocate(PageFormat.MAX_KEY);
        reset();
    }

    /** Forgets everything: a new tree begins. Any key is greater than or equal to the empty one. */
    void reset() {
        length = 0;
        mayEqual = true;
    }

    /** Whether this key may be the first of a page. */
    boolean admits(MemorySegment page, long at, int keyLength) {
        int order = compare(page, at, keyLength, bound, 0, length);
        return order > 0 || (order == 0 && mayEqual);
    }

    /** Whether this key is greater than the last one shown. */
    boolean isAbove(MemorySegment page, long at, int keyLength) {
        return compare(page, at, keyLength, bound, 0, length) > 0;
    }

    /** Takes a key as the last one shown: a branch's, which its child's first may equal, or a leaf's. */
    void show(MemorySegment page, long at, int keyLength, boolean branch) {
        MemorySegment.copy(page, at, bound, 0, keyLength);
        length = keyLength;
        mayEqual = branch;
    }

    /** Compares keys as bbolt does: byte by byte, unsigned; the shorter of two is less if it begins the longer. */
    static int compare(MemorySegment a, long atA, int lengthA, MemorySegment b, long atB, int lengthB) {
        int common = Math.min(lengthA, lengthB);
        int i = 0;
        for (; i <= common - 8; i += 8) {
            long wordA = a.get(BIG_ENDIAN, atA + i);
            long wordB = b.get(BIG_ENDIAN, atB + i);
            if (wordA != wordB) {
                return Long.compareUnsigned(wordA, wordB);
            }
        }
        for (; i < common; i++) {
            int order =
                    Byte.compareUnsigned(a.get(ValueLayout.JAVA_BYTE, atA + i), b.get(ValueLayout.JAVA_BYTE, atB + i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lengthA, lengthB);
    }
}
