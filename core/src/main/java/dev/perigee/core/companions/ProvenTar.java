package dev.perigee.core.companions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Writes a tar of which each entry is read back as a restore will read it, before it is written. */
final class ProvenTar {

    /** Of a whole tar, in bytes: its files, and what stands around them. */
    static final long LARGEST = CompanionFiles.LARGEST_IN_ALL + (32L << 20);

    private static final int END = 2 * TarWriter.BLOCK;

    private final OutputStream out;
    private long left = LARGEST - END;

    ProvenTar(OutputStream out) {
        this.out = out;
    }

    void write(List<TarEntry> entries) throws IOException {
        TarTree.require(entries);
        TarWriter tar = new TarWriter(out);
        for (TarEntry entry : entries) {
            require(entry);
            tar.write(entry);
        }
        tar.end();
    }

    private void require(TarEntry entry) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        new TarWriter(head).head(entry);
        byte[] rest = new byte[TarWriter.padding(entry.content().length) + END];
        left -= head.size() + entry.content().length + rest.length - END;
        List<TarEntry> read = new TarReader(joined(head.toByteArray(), entry.content(), rest), LARGEST).read();
        if (left < 0 || read.size() != 1 || !isSame(entry, read.getFirst())) {
            throw new IOException("/" + entry.name() + " doesn't come out of the tar as it went in");
        }
    }

    /** Without a copy: a file may be large for the heap. */
    private static InputStream joined(byte[]... parts) {
        return new SequenceInputStream(Collections.enumeration(
                Arrays.stream(parts).map(ByteArrayInputStream::new).toList()));
    }

    private static boolean isSame(TarEntry one, TarEntry other) {
        return one.name().equals(other.name())
                && one.kind() == other.kind()
                && one.mode() == other.mode()
                && one.uid() == other.uid()
                && one.gid() == other.gid()
                && one.target().equals(other.target())
                && Arrays.equals(one.content(), other.content());
    }
}
