package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.disk.DurableFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What rows a pack holds, on this machine: key, print and length of each, and a SHA-256 over all of it. It may be lost, and then no
 * later backup builds on that pack; it is never believed when it is damaged.
 */
final class RowIndex {

    private static final int BUFFER = 1 << 14;
    private static final int DIGEST = 32;

    private RowIndex() {}

    /**
     * A row.
     *
     * @param key as in the key bucket
     * @param print of key and value
     * @param valueBytes how long the value is
     */
    record Indexed(byte[] key, byte[] print, int valueBytes) {

        boolean isSameAs(Indexed other) {
            return Arrays.equals(key, other.key) && Arrays.equals(print, other.print);
        }

        /** What the row takes in a body. */
        long bytes() {
            return 2L * Integer.BYTES + key.length + valueBytes;
        }
    }

    /** Writes one. Only {@link #finish} makes it one. */
    static final class Writer implements AutoCloseable {

        private final FileChannel channel;
        private final MessageDigest digest = Sha256.digester();
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            channel = DurableFile.create(file);
            OutputStream digested = new DigestOutputStream(Channels.newOutputStream(channel), digest);
            out = new DataOutputStream(new BufferedOutputStream(digested, BUFFER));
        }

        void add(Indexed row) throws IOException {
            out.writeByte(row.key().length);
            out.write(row.key());
            out.write(row.print());
            out.writeInt(row.valueBytes());
        }

        void finish() throws IOException {
            out.writeByte(0);
            out.flush();
            DurableFile.write(channel, ByteBuffer.wrap(digest.digest()));
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Whether it is one, and whole. */
    static boolean isWhole(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.digester();
            long left = Files.size(file) - DIGEST;
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return false;
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            return left == 0 && Arrays.equals(in.readNBytes(DIGEST), digest.digest());
        } catch (IOException e) {
            return false; // as good as lost
        }
    }

    /** Reads one, row after row. */
    static final class Cursor implements AutoCloseable {

        private final DataInputStream in;
        private Optional<Indexed> row = Optional.empty();

        Cursor(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            advance();
        }

        /** The row that it stands at; empty behind the last. */
        Optional<Indexed> row() {
            return row;
        }

        void advance() throws IOException {
            int length = in.readUnsignedByte();
            if (length == 0) {
                row = Optional.empty();
                return;
            }
            byte[] key = new byte[length];
            byte[] print = new byte[Print.BYTES];
            in.readFully(key);
            in.readFully(print);
            row = Optional.of(new Indexed(key, print, in.readInt()));
        }

        boolean isBefore(byte[] key) {
            return row.isPresent() && Arrays.compareUnsigned(row.get().key(), key) < 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
