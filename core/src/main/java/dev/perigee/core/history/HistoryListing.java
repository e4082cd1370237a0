package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Contradiction;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which moments can be restored by a history.
 *
 * @param cluster the cluster's name
 * @param windows the newest first
 * @param farthest the one of them that goes as far as any time from now on means; empty if there is none
 * @param gaps what can't, and why
 * @param contradictions packs that tell different things of the same revisions, so that nothing is made of them
 * @param strangers two clusters that are recorded under one name; empty if nobody can tell of any
 * @param damaged packs that a sink doesn't have as they must be, and that others stand in for, so that nothing is lost by it
 * @param warnings sinks that could not be listed
 */
public record HistoryListing(
        String cluster,
        List<Window> windows,
        Optional<Window> farthest,
        List<Gap> gaps,
        List<SinkFailure> contradictions,
        Optional<SinkFailure> strangers,
        List<SinkFailure> damaged,
        List<SinkFailure> warnings)
        implements Result {

    /** Copies the lists. */
    public HistoryListing {
        windows = List.copyOf(windows);
        gaps = List.copyOf(gaps);
        contradictions = List.copyOf(contradictions);
        damaged = List.copyOf(damaged);
        warnings = List.copyOf(warnings);
    }

    /** The same, of which more is known than what it says by itself. */
    HistoryListing contradictedBy(List<Contradiction> others) {
        return Contradiction.finding(others)
                .map(finding -> new HistoryListing(
                        cluster, windows, farthest, gaps, List.of(finding), strangers, damaged, warnings))
                .orElse(this);
    }

    /**
     * Revisions each of which can be restored.
     *
     * @param timeline the backup that the history began with
     * @param first the first revision: a backup's
     * @param since when that was taken
     * @param last the last revision
     * @param until when it had been seen; empty if its record can't be read
     * @param packs how many packs hold it
     * @param sinks where they are
     */
    public record Window(
            BackupId timeline,
            long first,
            Instant since,
            long last,
            Optional<Instant> until,
            int packs,
            List<String> sinks) {

        /** Copies the list. */
        public Window {
            sinks = List.copyOf(sinks);
        }

        boolean holds(long revision) {
            return first <= revision && revision <= last;
        }
    }

    /**
     * Revisions of which no more is known than backups tell.
     *
     * @param timeline the history that it lies in, or behind
     * @param first the first revision that is missing
     * @param last the last one; less than the first if none is
     * @param why a sentence; behind it, which of them a backup holds
     */
    public record Gap(BackupId timeline, long first, long last, String why) {

        private static final int FEW = 3;

        /**
         * Where it ends.
         *
         * @return its last revision; empty if none is missing, since the next history goes on there, or at an older state
         */
        public Optional<Long> end() {
            return last < first ? Optional.empty() : Optional.of(last);
        }

        /** The same, in which backups were taken: the newest first. */
        Gap holding(List<BackupId> backups) {
            String few = backups.stream()
                    .limit(FEW)
                    .map(id -> "revision " + id.revision() + " is backup " + id)
                    .collect(Collectors.joining(", "));
            String more = backups.size() > FEW ? ", and " + (backups.size() - FEW) + " more are backups" : "";
            return backups.isEmpty() ? this : new Gap(timeline, first, last, why + "; but " + few + more);
        }
    }

    /**
     * One of a cluster of which there is no history.
     *
     * @param cluster the cluster's name
     * @param warnings sinks that could not be listed
     * @return nothing that can be restored
     */
    static HistoryListing empty(String cluster, List<SinkFailure> warnings) {
        return new HistoryListing(
                cluster, List.of(), Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(), warnings);
    }

    @Override
    public List<SinkFailure> problems() {
        return Stream.of(warnings, contradictions, strangers.stream().toList(), damaged)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * DAMAGED where packs contradict each other, whichever sink is missing; else OK; PARTIAL if a sink is missing, or that sink's
     * failure if nothing was found.
     */
    @Override
    public Outcome outcome() {
        if (!contradictions.isEmpty()) {
            return Outcome.DAMAGED;
        }
        if (warnings.isEmpty()) {
            return Outcome.OK;
        }
        return windows.isEmpty() ? warnings.getFirst().outcome() : Outcome.PARTIAL;
    }
}
