package dev.perigee.sink.local;

import dev.perigee.api.Sha256;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;

/** A file being written, or only read, under a temporary name. Closing removes it, unless it has been renamed. */
final class Temporary implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final boolean linked;
    private final Runnable onClose;

    /** One to be written through the channel, or one that is the body's own file. */
    Temporary(Path path, FileChannel channel, boolean linked, Runnable onClose) {
        this.path = path;
        this.channel = channel;
        this.linked = linked;
        this.onClose = onClose;
    }

    Path path() {
        return path;
    }

    Instant lastModified() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /** Writes the body, unless this is its file, and makes it durable, or throws: only the promised bytes are ever published. */
    void fill(CheckedBody body) throws IOException {
        if (!linked) {
            write(body);
        }
        channel.force(true);
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    private void write(CheckedBody body) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = body.whole().open(new CommitPoint())) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                write(ByteBuffer.wrap(buffer, 0, count));
            }
        }
        body.requireDigest(digest);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        Closeable forgotten = onClose::run;
        Closeable removed = () -> Files.deleteIfExists(path);
        try (forgotten;
                removed) {
            channel.close();
        }
    }
}
