package dev.perigee.sink.local;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The rest of a file, all of it: throws where the file turns out shorter than it was when it was opened. */
final class WholeFile extends ReadStream {

    private final FileChannel channel;
    private long left;
    private final ObjectKey key;
    private final Path file;

    WholeFile(FileChannel channel, long left, ObjectKey key, Path file) {
        this.channel = channel;
        this.left = left;
        this.key = key;
        this.file = file;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int given = readOn(ByteBuffer.wrap(into, from, (int) Math.min(count, left)));
        if (given < 0) {
            throw new SinkException(
                    Kind.DAMAGED, key, file + " has been cut short while it was read: " + left + " bytes are missing");
        }
        left -= given;
        return given;
    }

    private int readOn(ByteBuffer into) throws SinkException {
        try {
            return channel.read(into);
        } catch (IOException e) {
            throw Failures.of(e, "could not read on", Optional.of(key), file);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
