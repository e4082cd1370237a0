package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** A body of any length that takes no memory: each byte follows from its position and a seed, and no two parts are alike. */
public final class PatternBody implements Body {

    private static final int CHUNK = 64 * 1024;

    private final long seed;
    private final long length;
    private final Sha256 sha256;

    /**
     * A body of so many bytes. Reads it once, for its digest.
     *
     * @param seed another seed gives other bytes
     * @param length bytes, from 0 up
     */
    public PatternBody(long seed, long length) {
        this.seed = seed;
        this.length = length;
        this.sha256 = digest();
    }

    private Sha256 digest() {
        MessageDigest digester = Sha256.digester();
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < length; at += CHUNK) {
            int count = (int) Math.min(CHUNK, length - at);
            fill(at, chunk, 0, count);
            digester.update(chunk, 0, count);
        }
        return Sha256.of(digester.digest());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Sha256 sha256() {
        return sha256;
    }

    @Override
    public InputStream open(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, this.length);
        return new Range(offset, length);
    }

    private void fill(long position, byte[] into, int from, int count) {
        for (int i = 0; i < count; i++) {
            long at = position + i;
            long word = mix(seed + (at >>> 3) * 0x9E3779B97F4A7C15L);
            into[from + i] = (byte) (word >>> ((at & 7) * 8));
        }
    }

    private static long mix(long word) {
        long mixed = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private final class Range extends InputStream {
        private long position;
        private final long end;

        Range(long offset, long length) {
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            Objects.checkFromIndexSize(from, count, into.length);
            if (count == 0) {
                return 0;
            }
            if (position >= end) {
                return -1;
            }
            int given = (int) Math.min(count, end - position);
            fill(position, into, from, given);
            position += given;
            return given;
        }
    }
}
