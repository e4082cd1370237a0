package dev.perigee.core.copies;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * A backup brought back to a file.
 *
 * @param path the file: byte for byte what etcd sent; where that was stored as rows, a database of the same rows
 * @param manifest the backup's manifest
 * @param sink the name of the sink it came from
 * @param warnings sinks that could not be asked, or whose copy was damaged
 */
public record Fetched(Path path, Manifest manifest, String sink, List<SinkFailure> warnings) implements Result {

    /** Copies the list. */
    public Fetched {
        warnings = List.copyOf(warnings);
    }

    @Override
    public List<SinkFailure> problems() {
        return warnings;
    }

    /** OK: it is the backup that was asked for, wherever it came from. */
    @Override
    public Outcome outcome() {
        return Outcome.OK;
    }
}
