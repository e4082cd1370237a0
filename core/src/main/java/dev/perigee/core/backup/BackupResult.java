package dev.perigee.core.backup;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.source.ComparisonWords;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a backup came to.
 *
 * @param manifest the backup that was taken
 * @param sinks a result per sink of the job, in the job's order
 * @param dropped what the spool had to give up
 * @param doubt why the data may be wrong although it is proven: an alarm calls its member corrupt; empty if nothing
 *     speaks against it
 * @param lack which companions it lacks, in a sentence; empty if none
 * @param givenUp why it wasn't published everywhere: the job isn't this daemon's any more, and who has it makes the backup; empty
 *     if its fence held
 */
public record BackupResult(
        Manifest manifest,
        List<SinkResult> sinks,
        List<Dropped> dropped,
        Optional<String> doubt,
        Optional<String> lack,
        Optional<String> givenUp)
        implements Result {

    /**
     * A backup that lacks nothing.
     *
     * @param manifest the backup that was taken
     * @param sinks a result per sink of the job, in the job's order
     * @param dropped what the spool had to give up
     * @param doubt why the data may be wrong although it is proven
     */
    public BackupResult(Manifest manifest, List<SinkResult> sinks, List<Dropped> dropped, Optional<String> doubt) {
        this(manifest, sinks, dropped, doubt, Optional.empty(), Optional.empty());
    }

    /** Copies the lists. */
    public BackupResult {
        sinks = List.copyOf(sinks);
        dropped = List.copyOf(dropped);
    }

    /**
     * What it comes down to: OK if every sink holds the backup and was pruned and nothing speaks against it or against a member, PARTIAL if at least one holds it, else
     * the first sink's failure. REFUSED if it was given up.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        if (givenUp.isPresent()) {
            return Outcome.REFUSED;
        }
        if (!isStored()) {
            return sinks.getFirst().failure().map(SinkFailure::outcome).orElse(Outcome.FAILED);
        }
        boolean whole = remarks().isEmpty() && sinks.stream().allMatch(SinkResult::whole);
        return whole ? Outcome.OK : Outcome.PARTIAL;
    }

    /**
     * What keeps it from being {@link Outcome#OK} wherever it lies.
     *
     * @return sentences; the sinks' own failures are {@link #problems()}
     */
    public List<String> remarks() {
        Optional<String> member = manifest.comparison().flatMap(ComparisonWords::warning);
        Stream<String> made = Stream.of(doubt, lack, member).flatMap(Optional::stream);
        return Stream.concat(made, dropped.stream().map(Dropped::sentence)).toList();
    }

    @Override
    public List<SinkFailure> problems() {
        return sinks.stream().flatMap(sink -> sink.failure().stream()).toList();
    }

    /**
     * Whether the backup is anywhere but in the spool.
     *
     * @return false if no sink holds it
     */
    public boolean isStored() {
        return sinks.stream().anyMatch(SinkResult::stored);
    }

    /**
     * How one sink fared.
     *
     * @param sink its name
     * @param stored whether it holds this backup now; if not, the body waits in the spool
     * @param failure why it doesn't hold it, or what failed after it did
     * @param caughtUp older backups that were owed to it and that it holds now
     * @param pruned the ids that retention removed
     * @param unpruned whether the failure is that retention couldn't remove what it no longer keeps: a prune makes up for it
     */
    public record SinkResult(
            String sink,
            boolean stored,
            Optional<SinkFailure> failure,
            List<BackupId> caughtUp,
            List<BackupId> pruned,
            boolean unpruned) {

        /** What may pass without anybody's help. */
        private static final Set<Outcome> TRANSIENT =
                EnumSet.of(Outcome.CONNECTION, Outcome.DAMAGED, Outcome.INTERRUPTED);

        /** Copies the lists. */
        public SinkResult {
            caughtUp = List.copyOf(caughtUp);
            pruned = List.copyOf(pruned);
        }

        /**
         * One whose failure, if there is any, is none of retention.
         *
         * @param sink its name
         * @param stored whether it holds this backup now
         * @param failure why it doesn't hold it, or what failed after it did
         * @param caughtUp older backups that it holds now
         * @param pruned the ids that retention removed
         */
        public SinkResult(
                String sink,
                boolean stored,
                Optional<SinkFailure> failure,
                List<BackupId> caughtUp,
                List<BackupId> pruned) {
            this(sink, stored, failure, caughtUp, pruned, false);
        }

        SinkResult failedAfterwards(Optional<SinkFailure> another) {
            return new SinkResult(
                    sink, stored, failure.or(() -> another), caughtUp, pruned, unpruned && another.isEmpty());
        }

        /**
         * Whether the backup waits in the spool for this sink.
         *
         * @return true if it failed before the sink had it, and not because we ourselves refuse to bring it there
         */
        public boolean waits() {
            return !stored
                    && failure.filter(why -> why.outcome() != Outcome.REFUSED).isPresent();
        }

        /**
         * What becomes of a backup that waits.
         *
         * @return a sentence for whoever reads the failure; empty if none waits
         */
        public Optional<String> outlook() {
            boolean passes =
                    failure.filter(why -> TRANSIENT.contains(why.outcome())).isPresent();
            return Optional.of(
                            passes
                                    ? "the backup waits in the spool; the next run brings it there"
                                    : "the backup waits in the spool; once that is mended, the next run brings it there")
                    .filter(_ -> waits());
        }

        /**
         * Whether nothing is left to wish for.
         *
         * @return stored, and nothing failed afterwards
         */
        public boolean whole() {
            return stored && failure.isEmpty();
        }
    }

    /**
     * A body that the spool gave up.
     *
     * @param id its backup
     * @param owed the sinks that never got it
     * @param reason why
     */
    public record Dropped(BackupId id, List<String> owed, String reason) {

        /** Copies the list. */
        public Dropped {
            owed = List.copyOf(owed);
        }

        String sentence() {
            return id + " was given up in the spool, and never comes to " + String.join(", ", owed) + ": " + reason;
        }
    }
}
