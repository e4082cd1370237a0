package dev.perigee.core.keys;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a sorted run to a temporary file that only its owner may read: values may be secrets. */
final class RunWriter implements Closeable {

    /** The length that stands for a tombstone. */
    static final int TOMBSTONE = -1;

    private final DataOutputStream out;

    RunWriter(Path run) throws IOException {
        Files.createFile(run, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(run, StandardOpenOption.WRITE), 1 << 16));
    }

    void write(KeyEntry row) throws IOException {
        out.writeInt(row.key().length());
        out.write(row.key().toByteArray());
        out.writeLong(row.createRevision());
        out.writeLong(row.modRevision());
        out.writeLong(row.version());
        out.writeLong(row.lease());
        if (row.value().isEmpty()) {
            out.writeInt(TOMBSTONE);
            return;
        }
        out.writeInt(row.value().get().length());
        out.write(row.value().get().toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
