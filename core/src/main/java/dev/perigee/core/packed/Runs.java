package dev.perigee.core.packed;

import java.io.ByteArrayOutputStream;

/**
 * Which rows of a pack are still there: how many are, how many then aren't, how many then are, and so on; each number in 7 bits
 * a byte, the lowest first, the eighth bit set where more follow.
 */
final class Runs {

    private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
    private boolean kept = true;
    private long length;

    /** The next row of the pack. */
    void add(boolean isKept) {
        if (isKept != kept) {
            end();
            kept = isKept;
        }
        length++;
    }

    private void end() {
        long rest = length;
        while ((rest & ~0x7FL) != 0) {
            lengths.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        lengths.write((int) rest);
        length = 0;
    }

    byte[] finish() {
        end();
        return lengths.toByteArray();
    }

    /** Tells of row after row whether it is there. */
    static final class Reader {

        private static final int LONGEST = 9;

        private final byte[] lengths;
        private int at;
        private long left;
        private boolean kept;

        Reader(byte[] lengths) {
            this.lengths = lengths;
        }

        boolean next() throws DamagedBodyException {
            while (left == 0) {
                left = number();
                kept = !kept;
            }
            left--;
            return kept;
        }

        void requireEnd() throws DamagedBodyException {
            if (left != 0 || at != lengths.length) {
                throw new DamagedBodyException("tells of more rows than a pack of it has");
            }
        }

        private long number() throws DamagedBodyException {
            long number = 0;
            for (int i = 0; i < LONGEST; i++) {
                if (at == lengths.length) {
                    throw new DamagedBodyException("tells of fewer rows than a pack of it has");
                }
                byte next = lengths[at++];
                number |= (next & 0x7FL) << 7 * i;
                if (next >= 0) {
                    return number;
                }
            }
            throw new DamagedBodyException("holds a number that is none");
        }
    }
}
