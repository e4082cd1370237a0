package dev.perigee.etcd.format.hash;

/**
 * What a CRC32C becomes when as many bytes follow: so the checksums of two ranges make that of both, without their bytes.
 *
 * <p>A checksum is a polynomial over two elements, modulo that of Castagnoli; bytes that follow multiply it by a power of x. The powers of
 * the lengths met last are kept: leaves have much the same ones. Not safe for many threads.
 */
final class Crc32cShift {

    /** The polynomial, its highest power left out; bit 31 is x to the power of 0. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private static final int ONE = 1 << 31;
    private static final int KEPT = 1024;

    /** x to the power of 8, 16, 32, and so on. */
    private static final int[] POWERS = powers();

    private final long[] lengths = new long[KEPT];
    private final int[] operators = new int[KEPT];

    private static int[] powers() {
        int[] powers = new int[Long.SIZE];
        powers[0] = ONE >>> Byte.SIZE;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = product(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }

    private static int product(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int rest = a; rest != 0; rest <<= 1) {
            product ^= shifted & (rest >> 31);
            shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
        }
        return product;
    }

    private static int operator(long length) {
        int operator = ONE;
        for (long rest = length; rest != 0; rest &= rest - 1) {
            operator = product(POWERS[Long.numberOfTrailingZeros(rest)], operator);
        }
        return operator;
    }

    /** The checksum's share in that of its bytes and as many others. */
    int shifted(int crc, long length) {
        int slot = (int) length & (KEPT - 1);
        if (lengths[slot] != length) {
            lengths[slot] = length;
            operators[slot] = operator(length);
        }
        return length == 0 ? crc : product(operators[slot], crc);
    }
}
