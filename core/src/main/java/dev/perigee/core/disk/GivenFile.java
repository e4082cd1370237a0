package dev.perigee.core.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that a user names for what stands in them: keys, names, tokens. A pipe that has a name is none, for to open it waits for a
 * writer, perhaps for ever, and says nothing meanwhile. What a shell hands over, as {@code <(…)} does, has a writer.
 */
public final class GivenFile {

    private GivenFile() {}

    /**
     * Opens one to be read.
     *
     * @param file the file, or what a shell has handed over
     * @return its bytes, to be closed by the caller
     * @throws IOException if it can't be opened, or is a pipe; the message names it and says what to do
     */
    public static InputStream open(Path file) throws IOException {
        if (isNamedPipe(file)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "it is a pipe, which may never get a writer; name a file, or hand it over: <(cat " + file + ")");
        }
        return Files.newInputStream(file);
    }

    /**
     * Whether one can be opened to be read.
     *
     * @param file the file, or what a shell has handed over
     * @return false for a folder and for a pipe, too
     */
    public static boolean isReadable(Path file) {
        return Files.isReadable(file) && !Files.isDirectory(file) && !isNamedPipe(file);
    }

    /**
     * Whether it is a pipe that has a name.
     *
     * @param file any path
     * @return false for what a shell has handed over
     */
    public static boolean isNamedPipe(Path file) {
        try {
            return Files.exists(file) && Permissions.isPipe(file) && !DurableFile.isDescriptor(file.toAbsolutePath());
        } catch (IOException e) {
            return false; // whoever opens it is told
        }
    }
}
