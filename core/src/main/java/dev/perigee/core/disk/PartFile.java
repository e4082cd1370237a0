package dev.perigee.core.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file on its way to its name: at the end of a block it is removed, unless it has got there. What the block failed with stays what
 * is told, with whatever the removal fails with beside it.
 *
 * @param path where it is written
 */
public record PartFile(Path path) implements Closeable {

    /**
     * Removes it if it is still there.
     *
     * @throws IOException if it can't be removed
     */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
