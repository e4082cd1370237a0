package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import java.nio.file.Path;

/** Where a snapshot is. */
public sealed interface Source {

    /**
     * A file of the user's. Neither configuration nor plugins are looked at for its sake: junk there must not stop a restore.
     *
     * @param path the file
     * @param name what the user calls it
     */
    record File(Path path, String name) implements Source {}

    /**
     * A stored backup.
     *
     * @param which which one
     */
    record Stored(Selector which) implements Source {}

    /**
     * What is kept, as it was at one revision.
     *
     * @param revision from 1 up
     */
    record Revision(long revision) implements Source {}
}
