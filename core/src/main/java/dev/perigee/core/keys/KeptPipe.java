package dev.perigee.core.keys;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What came through a pipe, in a temporary file that only its owner may read: an import reads its files several times.
 *
 * @param file where it is; gone when this is closed
 */
public record KeptPipe(Path file) implements Closeable {

    /** More than etcd's largest database makes of keys. */
    private static final long MOST_BYTES = 32L << 30;

    /**
     * Reads a pipe to its end.
     *
     * @param pipe stays the caller's to close
     * @param folder where to keep it
     * @return what came
     * @throws IOException if it can't be read, or kept; nothing is left then
     */
    public static KeptPipe of(InputStream pipe, Path folder) throws IOException {
        KeptPipe kept = new KeptPipe(Files.createTempFile(folder, "perigee-keys-", ".pipe"));
        try (OutputStream out = Files.newOutputStream(kept.file)) {
            copy(pipe, out);
            return kept;
        } catch (IOException e) {
            kept.close();
            throw e;
        }
    }

    private static void copy(InputStream pipe, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = pipe.read(buffer); read >= 0; read = pipe.read(buffer)) {
            bytes += read;
            if (bytes > MOST_BYTES) {
                throw new IOException(
                        "more than " + (MOST_BYTES >> 30) + " GiB come through the pipe: that is no export");
            }
            out.write(buffer, 0, read);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
