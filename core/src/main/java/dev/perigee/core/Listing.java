package dev.perigee.core;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The backups of a cluster in all its sinks.
 *
 * @param rows one per id, the newest first
 * @param warnings sinks that could not be listed
 */
public record Listing(List<Row> rows, List<SinkFailure> warnings) {

    /** Copies the lists. */
    public Listing {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
    }

    /**
     * What it comes down to: OK if no sink is missing, else PARTIAL; the first missing sink's failure if nothing at all
     * was found.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        if (warnings.isEmpty()) {
            return Outcome.OK;
        }
        return rows.isEmpty() ? warnings.getFirst().outcome() : Outcome.PARTIAL;
    }

    /**
     * A backup and where it is.
     *
     * @param id the backup
     * @param sinks the names of the sinks that hold it, in the order asked
     * @param manifest its manifest, where this machine has read it before; a listing reads none
     */
    public record Row(BackupId id, List<String> sinks, Optional<Manifest> manifest) {

        /** Copies the list. */
        public Row {
            sinks = List.copyOf(sinks);
        }
    }
}
