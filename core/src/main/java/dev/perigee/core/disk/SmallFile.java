package dev.perigee.core.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of ours that are read whole. Whatever has become of one, by a fault or by somebody else's hand, it takes no more memory than
 * its kind may have.
 */
public final class SmallFile {

    /** Bytes of a file with one thing in it: a time, an id, what came of a run. */
    public static final int NOTE = 1 << 16;

    /** Bytes of a file with a line for each backup, of more backups than a sink is listed with. */
    public static final int LIST = 1 << 25;

    private SmallFile() {}

    /**
     * All that is in a file.
     *
     * @param file the file
     * @param most how many bytes it may have
     * @return its bytes
     * @throws IOException if it can't be read, or is longer; the message names it and what to do
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "is longer than " + most + " bytes, which Perigee never makes it; look at it, and remove it");
            }
            return bytes;
        }
    }

    /**
     * A note's text.
     *
     * @param file the file, of at most {@link #NOTE} bytes
     * @return what is in it, without blanks around it
     * @throws IOException if it can't be read, or is longer
     */
    public static String note(Path file) throws IOException {
        return text(read(file, NOTE), StandardCharsets.UTF_8).strip();
    }

    /**
     * A list's lines.
     *
     * @param file the file, of at most {@link #LIST} bytes
     * @param charset what it is written in
     * @return its lines
     * @throws IOException if it can't be read, is longer, or isn't written in that
     */
    public static List<String> lines(Path file, Charset charset) throws IOException {
        return text(read(file, LIST), charset).lines().toList();
    }

    private static String text(byte[] bytes, Charset charset) throws IOException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
