package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Tells entries apart without their bytes: the first 16 bytes of the SHA-256 of the lengths of key and value, 32 bits each,
 * big-endian, the key, and the value. Not safe for many threads.
 */
final class Print {

    static final int BYTES = 16;

    private final MessageDigest digest = Sha256.digester();
    private final byte[] lengths = new byte[2 * Integer.BYTES];

    byte[] of(MemorySegment key, MemorySegment value) {
        ByteBuffer.wrap(lengths).putInt((int) key.byteSize()).putInt((int) value.byteSize());
        digest.update(lengths);
        digest.update(key.asByteBuffer());
        digest.update(value.asByteBuffer());
        return Arrays.copyOf(digest.digest(), BYTES);
    }
}
