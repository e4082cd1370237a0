package dev.perigee.core.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A body that is a file. The file must not change while it is one: a sink compares what it read with the digest.
 *
 * @param path the file
 * @param length its length in bytes
 * @param sha256 its digest
 * @param last whether nobody else needs the file, whose digest was taken as it was written: then a sink may keep the very file
 */
public record FileBody(Path path, long length, Sha256 sha256, boolean last) implements Body {

    /**
     * A body whose file others need, too.
     *
     * @param path the file
     * @param length its length in bytes
     * @param sha256 its digest
     */
    public FileBody(Path path, long length, Sha256 sha256) {
        this(path, length, sha256, false);
    }

    @Override
    public Optional<Path> file() {
        return last ? Optional.of(path) : Optional.empty();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, this.length);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            channel.position(offset);
            return new Range(channel, length);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The first bytes of a channel from where it stands. Ends early if the file does. */
    private static final class Range extends InputStream {

        private final FileChannel channel;
        private long left;

        Range(FileChannel channel, long left) {
            this.channel = channel;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
