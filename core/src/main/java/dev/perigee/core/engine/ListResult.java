package dev.perigee.core.engine;

import dev.perigee.core.copies.Listing;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored backups of one cluster or several.
 *
 * @param listings by the cluster's name, in the configuration's order
 * @param sinks the names of the sinks that were asked
 * @param now when they were
 * @param overdue a sentence for each sink whose newest whole backup is older than was asked for
 * @param holds whether the stores were asked until when they hold each copy
 */
public record ListResult(
        Map<String, Listing> listings, List<String> sinks, Instant now, List<String> overdue, boolean holds)
        implements Result {

    /** Copies the lists. */
    public ListResult {
        listings = new LinkedHashMap<>(listings);
        sinks = List.copyOf(sinks);
        overdue = List.copyOf(overdue);
    }

    /**
     * OVERDUE; else DAMAGED if a copy is bad; else PARTIAL if a sink among others is missing or isn't as it was left, and its failure
     * if none has answered.
     */
    @Override
    public Outcome outcome() {
        if (!overdue.isEmpty()) {
            return Outcome.OVERDUE;
        }
        if (listings.values().stream().anyMatch(listing -> listing.outcome() == Outcome.DAMAGED)) {
            return Outcome.DAMAGED;
        }
        return listings.values().stream()
                .filter(listing -> listing.outcome() != Outcome.OK)
                .reduce((earlier, later) -> later)
                .map(this::partial)
                .orElse(Outcome.OK);
    }

    @Override
    public List<SinkFailure> problems() {
        return listings.values().stream()
                .flatMap(listing -> listing.warnings().stream())
                .toList();
    }

    /** A sink that can't be listed among others is half an answer; where none can, there is none. */
    private Outcome partial(Listing listing) {
        List<SinkFailure> silent =
                listing.warnings().stream().filter(SinkFailure::isSilence).toList();
        if (silent.isEmpty()) {
            return listing.outcome();
        }
        long sinksSilent = silent.stream().map(SinkFailure::sink).distinct().count();
        return sinksSilent < sinks.size() ? Outcome.PARTIAL : silent.getFirst().outcome();
    }
}
