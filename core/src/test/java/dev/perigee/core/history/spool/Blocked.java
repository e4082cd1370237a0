package dev.perigee.core.history.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that can't be written for now, as on a full disk: a folder with something in it stands in its place. */
final class Blocked implements AutoCloseable {

    private final Path file;
    private final Path aside;

    Blocked(Path file) throws IOException {
        this.file = file;
        this.aside = file.resolveSibling("aside");
        if (Files.exists(file)) {
            Files.move(file, aside);
        }
        Files.createDirectories(file.resolve("in the way"));
    }

    @Override
    public void close() throws IOException {
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        if (Files.exists(aside)) {
            Files.move(aside, file);
        }
    }
}
