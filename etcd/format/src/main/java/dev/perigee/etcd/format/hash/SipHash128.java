package dev.perigee.etcd.format.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 128 bits of output: tells keys apart without keeping them.
 *
 * <p>Keyed, so that whoever chooses the keys in a store can't make two of them collide. After Aumasson and Bernstein,
 * "SipHash: a fast short-input PRF", and its reference implementation's 128-bit variant. Not safe for many threads.
 */
public final class SipHash128 {

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long first;
    private long second;

    /**
     * A hash with a secret key.
     *
     * @param k0 the first half of the key
     * @param k1 the second half
     */
    public SipHash128(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /**
     * Hashes a range of bytes; {@link #first()} and {@link #second()} then hold the result.
     *
     * @param bytes where they are
     * @param from the first one
     * @param length how many
     */
    public void hash(MemorySegment bytes, long from, long length) {
        start();
        long whole = from + (length & ~7L);
        for (long at = from; at < whole; at += 8) {
            block(bytes.get(U64, at));
        }
        block(tail(bytes, whole, from + length) | (length << 56));
        finish();
    }

    /**
     * The first 64 bits of the result.
     *
     * @return any value
     */
    public long first() {
        return first;
    }

    /**
     * The last 64 bits of the result.
     *
     * @return any value
     */
    public long second() {
        return second;
    }

    private void start() {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    private static long tail(MemorySegment bytes, long from, long to) {
        long tail = 0;
        for (long at = to - 1; at >= from; at--) {
            tail = (tail << 8) | (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff);
        }
        return tail;
    }

    private void block(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void finish() {
        v2 ^= 0xee;
        rounds(4);
        first = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        second = v0 ^ v1 ^ v2 ^ v3;
    }

    /** Works on locals: the compiler keeps those in registers, fields it doesn't. */
    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
