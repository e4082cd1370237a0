package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@link RunWriter} wrote. */
final class RunReader implements SortedRuns.Rows {

    private final DataInputStream in;

    RunReader(Path run) throws IOException {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run), 1 << 16));
    }

    @Override
    public Optional<KeyEntry> next() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        Bytes key = bytes(in.readInt());
        long created = in.readLong();
        long modified = in.readLong();
        long version = in.readLong();
        long lease = in.readLong();
        int length = in.readInt();
        Optional<Bytes> value = length == RunWriter.TOMBSTONE ? Optional.empty() : Optional.of(bytes(length));
        return Optional.of(new KeyEntry(key, value, created, modified, version, lease));
    }

    private Bytes bytes(int length) throws IOException {
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("a temporary run of sorted keys was cut while it was being read");
        }
        return Bytes.of(content);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
