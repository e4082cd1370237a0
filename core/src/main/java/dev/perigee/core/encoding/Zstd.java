package dev.perigee.core.encoding;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard frames, as RFC 8878 has them; each ends with a checksum.
 *
 * @param level from 1, fastest, to 19, smallest
 */
record Zstd(int level) implements Encoding {

    static final String NAME = "zstd";

    /** What the command zstd takes if nobody says anything. */
    static final int DEFAULT_LEVEL = 3;

    static final int HIGHEST_LEVEL = 19;

    /** A thread of the library's, which compresses while ours digests, encrypts and writes. */
    private static final int BESIDE = 1;

    /** What every decoder must be able to open, by the RFC: 8 MiB. A frame may ask for 2 GiB, before its first byte comes. */
    private static final int LARGEST_WINDOW_LOG = 23;

    /** The shortest block has four bytes, and the longest that one can stand for 128 KiB, by the RFC. */
    static final long MOST_FROM_ONE = (128 << 10) / 4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
        try {
            return new ZstdOutputStreamNoFinalizer(out, level).setChecksum(true).setWorkers(BESIDE);
        } catch (LinkageError e) {
            throw noLibrary(e);
        }
    }

    @Override
    public InputStream decode(InputStream in) throws IOException {
        try {
            return new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG);
        } catch (LinkageError e) {
            throw noLibrary(e);
        }
    }

    /** It is unpacked into the folder for temporary files, and loaded from there. */
    private static IOException noLibrary(LinkageError e) {
        return new IOException(
                "zstd's native library can't be loaded from " + System.getProperty("java.io.tmpdir")
                        + ": it must be writable and not mounted noexec; PERIGEE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
                        + " names another",
                e);
    }
}
