package dev.perigee.core.disk;

import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** The SHA-256 of all before it, at a file's end: as etcd ends the snapshots that it sends. */
public final class EndDigest {

    private static final int BUFFER = 1 << 16;

    private EndDigest() {}

    /**
     * Puts it there, and doesn't sync the file.
     *
     * @param file a database that is complete
     * @throws IOException if it can't be read or written
     */
    public static void append(Path file) throws IOException {
        append(file, of(file));
    }

    /**
     * Puts there what was taken before.
     *
     * @param file a database that is complete
     * @param digest what {@link #of} gave of it
     * @throws IOException if it can't be written
     */
    public static void append(Path file, byte[] digest) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            DurableFile.write(channel, ByteBuffer.wrap(digest));
        }
    }

    /**
     * Takes it.
     *
     * @param file a database that is complete
     * @return its SHA-256
     * @throws IOException if it can't be read
     */
    public static byte[] of(Path file) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }
}
