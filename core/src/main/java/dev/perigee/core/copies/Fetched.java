package dev.perigee.core.copies;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.sinks.SinkFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * A backup brought back to a file.
 *
 * @param path the file: byte for byte what etcd sent
 * @param manifest the backup's manifest
 * @param sink the name of the sink it came from
 * @param warnings sinks that could not be asked, or whose copy was damaged
 */
public record Fetched(Path path, Manifest manifest, String sink, List<SinkFailure> warnings) {

    /** Copies the list. */
    public Fetched {
        warnings = List.copyOf(warnings);
    }
}
