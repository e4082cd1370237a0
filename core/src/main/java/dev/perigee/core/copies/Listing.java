package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Superseded;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backups of a cluster in all its sinks.
 *
 * @param rows one per id, the newest first
 * @param warnings sinks that could not be listed
 * @param newestFresh by sink, the newest backup that says how fresh its backups are: the newest whole one, and where backups
 *     lie that this installation made, of those that it made or proved
 */
public record Listing(List<Row> rows, List<SinkFailure> warnings, Map<String, BackupId> newestFresh) implements Result {

    /** Copies the collections. */
    public Listing {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
        newestFresh = Map.copyOf(newestFresh);
    }

    @Override
    public List<SinkFailure> problems() {
        return warnings;
    }

    /**
     * What it comes down to: DAMAGED if a copy is known to be bad, or all that a sink holds isn't believed; else PARTIAL if a sink
     * is missing, or isn't as it was left; the first missing sink's failure if nothing at all was found; DENIED if this user may
     * not read the manifest of a copy; else OK.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        if (!damaged().isEmpty() || isReplaced()) {
            return Outcome.DAMAGED;
        }
        if (warnings.isEmpty() && isDenied()) {
            return Outcome.DENIED;
        }
        if (warnings.isEmpty()) {
            return Outcome.OK;
        }
        return rows.isEmpty() ? warnings.getFirst().outcome() : Outcome.PARTIAL;
    }

    /**
     * Which backups belong together.
     *
     * @return as all sinks' copies tell
     */
    public Timelines timelines() {
        return Timelines.of(rows.stream()
                .flatMap(row -> row.copies().stream())
                .map(Held::copy)
                .toList());
    }

    /**
     * The copies that are known to be bad, however long ago that was found.
     *
     * @return in the order of the rows
     */
    public List<Held> damaged() {
        return rows.stream()
                .flatMap(row -> row.copies().stream())
                .filter(held -> held.copy().isDamaged())
                .toList();
    }

    private boolean isDenied() {
        return rows.stream()
                .flatMap(row -> row.copies().stream())
                .anyMatch(held -> held.copy().isDenied());
    }

    /**
     * A sink in which nothing but what isn't believed is left: whoever put it there, ours is gone. Beside a copy that counts, what
     * a stranger has put there is no fault of the backups.
     */
    private boolean isReplaced() {
        Map<String, List<StoredCopy>> bySink = rows.stream()
                .flatMap(row -> row.copies().stream())
                .collect(Collectors.groupingBy(Held::sink, Collectors.mapping(Held::copy, Collectors.toList())));
        return bySink.values().stream()
                .anyMatch(copies -> copies.stream().allMatch(copy -> copy.standing() instanceof Standing.Unbelieved));
    }

    /**
     * What is wrong with any copy.
     *
     * @return a sentence each, in the order of the rows
     */
    public List<String> findings() {
        return rows.stream()
                .flatMap(row -> row.copies().stream())
                .filter(held -> !held.copy().isWhole())
                .map(held -> "sink '" + held.sink() + "': " + held.copy().id()
                        + (held.copy().hasData() ? " counts only for its data: " : " counts for nothing: ")
                        + held.copy().standing().finding())
                .toList();
    }

    /**
     * Which backups don't count because another was made for the same due time, as far as manifests were read.
     *
     * @return over all sinks
     */
    public Superseded superseded() {
        return Superseded.among(rows.stream()
                .flatMap(row -> row.copies().stream())
                .map(Held::copy)
                .toList());
    }

    /**
     * The newest backup of which a sink holds a whole copy.
     *
     * @param sink its name
     * @return empty if there is none
     */
    public Optional<BackupId> newestWhole(String sink) {
        return rows.stream()
                .filter(row -> row.sinks().contains(sink))
                .map(Row::id)
                .findFirst();
    }

    /**
     * A copy, and where it is.
     *
     * @param sink the sink's name
     * @param copy the copy
     * @param until until when the store refuses to delete it; empty if it doesn't, or wasn't asked
     */
    public record Held(String sink, StoredCopy copy, Optional<Instant> until) {

        /**
         * A copy of whose hold nobody asked.
         *
         * @param sink the sink's name
         * @param copy the copy
         */
        public Held(String sink, StoredCopy copy) {
            this(sink, copy, Optional.empty());
        }
    }

    /**
     * A backup and where it is.
     *
     * @param id the backup
     * @param copies in the order in which the sinks were asked; at least one
     */
    public record Row(BackupId id, List<Held> copies) {

        /** Copies the list. */
        public Row {
            copies = List.copyOf(copies);
        }

        /**
         * Who holds a copy that is whole, as far as it was looked at: manifests are read from the newest on until one of
         * each sink is whole; of older ones that weren't read before, only what the listing tells is known.
         *
         * @return the names of the sinks, in the order asked
         */
        public List<String> sinks() {
            return copies.stream()
                    .filter(held -> held.copy().isWhole())
                    .map(Held::sink)
                    .toList();
        }

        /**
         * Whether its copies contradict each other, so that nobody here can tell which one is right.
         *
         * @return a sentence; empty if all manifests that were read say the same, or this installation knows which is right
         */
        public Optional<String> conflict() {
            List<Held> taken =
                    copies.stream().filter(held -> held.copy().hasData()).toList();
            long told = taken.stream()
                    .flatMap(held -> held.copy().manifest().stream())
                    .map(Manifest::plain)
                    .distinct()
                    .count();
            boolean known = taken.stream().anyMatch(held -> held.copy().isKnown());
            return known || told < 2
                    ? Optional.empty()
                    : Optional.of("the copies of " + id + " are damaged: the manifests in "
                            + taken.stream().map(Held::sink).collect(Collectors.joining(", "))
                            + " differ, and this installation made none of them");
        }

        /**
         * Its size.
         *
         * @return that of a whole copy's body, in bytes; else what a manifest says, or a listing; empty if nobody knows
         */
        public OptionalLong length() {
            Stream<OptionalLong> whole = copies.stream()
                    .filter(held -> held.copy().isWhole())
                    .map(held -> held.copy().listedLength());
            Stream<OptionalLong> stated =
                    copies.stream().map(held -> held.copy().statedLength());
            Stream<OptionalLong> listed =
                    copies.stream().map(held -> held.copy().listedLength());
            return Stream.of(whole, stated, listed)
                    .flatMap(lengths -> lengths)
                    .filter(OptionalLong::isPresent)
                    .findFirst()
                    .orElseGet(OptionalLong::empty);
        }
    }
}
