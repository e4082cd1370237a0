package dev.perigee.core.copies;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One backup in full.
 *
 * @param manifest its manifest
 * @param sinks the names of the sinks that hold it, in the order asked
 * @param stored by sink, the body as it lies there; without those whose manifest can't be read
 * @param readBack by sink, when its copy was last fetched and proven here
 * @param packs by sink, what its copy is made of; without those that are made of no packs
 * @param heldUntil by sink, until when the store refuses to delete it; without those that hold nothing
 * @param warnings sinks that could not be asked
 */
public record Shown(
        Manifest manifest,
        List<String> sinks,
        Map<String, StoredObject> stored,
        Map<String, Instant> readBack,
        Map<String, SharedPacks> packs,
        Map<String, Instant> heldUntil,
        List<SinkFailure> warnings)
        implements Result {

    /** Copies the lists. */
    public Shown {
        sinks = List.copyOf(sinks);
        stored = Map.copyOf(stored);
        readBack = Map.copyOf(readBack);
        packs = Map.copyOf(packs);
        heldUntil = Map.copyOf(heldUntil);
        warnings = List.copyOf(warnings);
    }

    @Override
    public List<SinkFailure> problems() {
        return warnings;
    }

    /**
     * What it comes down to: PARTIAL if a sink is missing, else OK.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        return warnings.isEmpty() ? Outcome.OK : Outcome.PARTIAL;
    }
}
