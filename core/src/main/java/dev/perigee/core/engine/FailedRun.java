package dev.perigee.core.engine;

import dev.perigee.core.catalog.BackupId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last run of a job that brought its backup not to all sinks. Pure.
 *
 * @param ended when it ended
 * @param began when it began: what was taken later makes up for it
 * @param sinks which sinks lack what it was to bring; empty for all of them
 */
record FailedRun(Instant ended, Instant began, List<String> sinks) {

    FailedRun {
        sinks = List.copyOf(sinks);
    }

    /** A line for its end, one for its beginning, then one for each sink. */
    static FailedRun parse(List<String> lines) throws DateTimeException {
        Instant ended = Instant.parse(lines.isEmpty() ? "" : lines.getFirst().strip());
        Instant began = lines.size() > 1 ? Instant.parse(lines.get(1).strip()) : ended;
        return new FailedRun(ended, began, lines.size() > 2 ? lines.subList(2, lines.size()) : List.of());
    }

    /** Whether a sink lacks it yet, whose newest backup is this one. */
    boolean isMissedBy(String sink, Optional<BackupId> newest) {
        return (sinks.isEmpty() || sinks.contains(sink))
                && newest.filter(id -> !id.until().isBefore(began)).isEmpty();
    }
}
