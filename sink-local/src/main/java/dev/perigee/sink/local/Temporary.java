package dev.perigee.sink.local;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;

/** A file being written under a temporary name. Closing removes it, unless it has been renamed. */
final class Temporary implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final Runnable onClose;

    Temporary(Path path, FileChannel channel, Runnable onClose) {
        this.path = path;
        this.channel = channel;
        this.onClose = onClose;
    }

    Path path() {
        return path;
    }

    Instant lastModified() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /** Writes the whole body and makes it durable, or throws: nothing but the promised bytes is ever published. */
    void fill(ObjectKey key, Body body) throws IOException {
        MessageDigest digester = Sha256.digester();
        long length = copy(body, digester);
        Sha256 found = Sha256.of(digester.digest());
        if (length != body.length()) {
            throw damaged(
                    key,
                    "the body should have " + body.length() + " bytes and has "
                            + (length > body.length() ? "more" : String.valueOf(length)));
        }
        if (!found.equals(body.sha256())) {
            throw damaged(key, "the body should have the SHA-256 " + body.sha256() + " and has " + found);
        }
        channel.force(true);
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    private static SinkException damaged(ObjectKey key, String message) {
        return new SinkException(Kind.DAMAGED, key, message);
    }

    private long copy(Body body, MessageDigest digester) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        try (BodyStream stream = BodyStream.open(body)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                length += count;
                if (length > body.length()) {
                    return length;
                }
                digester.update(buffer, 0, count);
                write(ByteBuffer.wrap(buffer, 0, count));
            }
        }
        return length;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } finally {
            onClose.run();
        }
    }

    /** A body's stream whose failures can be told from those of the directory. */
    private record BodyStream(InputStream stream) implements AutoCloseable {

        static BodyStream open(Body body) throws IOException {
            try {
                return new BodyStream(body.open(0, body.length()));
            } catch (IOException e) {
                throw new BodyFailure(e);
            }
        }

        int read(byte[] buffer) throws IOException {
            try {
                return stream.read(buffer);
            } catch (IOException e) {
                throw new BodyFailure(e);
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
