package dev.perigee.core.history.archive;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.Words;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is stored tells two things of the same revisions, each of which is good by itself. Nothing is made of either. */
public sealed interface Contradiction {

    /**
     * A pack that isn't the same in all sinks.
     *
     * @param place the pack
     * @param sides the names of the sinks, those that tell the same together
     */
    record OfRecords(PackPlace place, List<List<String>> sides) implements Contradiction {

        /** Copies the lists. */
        public OfRecords {
            sides = sides.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Two packs.
     *
     * @param one a pack
     * @param other another one
     * @param disputed the first revisions that both hold, and of which they hold different rows
     */
    record OfRows(Held one, Held other, Stretch disputed) implements Contradiction {}

    /**
     * Two packs with the same rows, by which a time means one revision or another.
     *
     * @param later what the one tells that had seen more by then
     * @param earlier what the other one tells
     * @param time the time
     */
    record OfTimes(Told later, Told earlier, Instant time) implements Contradiction {

        /** Puts them in order. */
        public OfTimes {
            Told one = later;
            later = one.seen() < earlier.seen() ? earlier : one;
            earlier = one.seen() < earlier.seen() ? one : earlier;
        }
    }

    /**
     * A pack, and who holds it.
     *
     * @param place the pack
     * @param record the key of its record
     * @param sinks the names of the sinks
     */
    record Held(PackPlace place, ObjectKey record, List<String> sinks) {

        /** Copies the list. */
        public Held {
            sinks = List.copyOf(sinks);
        }

        /** Who holds it is told if others hold the other one. */
        private String words(Held other) {
            return place.pack() + (isWhere(other) ? "" : " (in " + quoted(sinks) + ")");
        }

        private boolean isWhere(Held other) {
            return sinks.containsAll(other.sinks) && other.sinks.containsAll(sinks);
        }
    }

    /**
     * What a pack tells of a time.
     *
     * @param pack the pack
     * @param seen the last revision that had been seen by then; the one before its first, if none of it had
     */
    record Told(Held pack, long seen) {}

    private static String quoted(List<String> sinks) {
        return Words.listed(sinks.stream().map(sink -> "'" + sink + "'").toList(), "and");
    }

    private BackupId timeline() {
        return switch (this) {
            case OfRecords(var place, var sides) -> place.timeline();
            case OfRows(var one, var other, var disputed) -> one.place().timeline();
            case OfTimes(var later, var earlier, var time) ->
                later.pack().place().timeline();
        };
    }

    /** The sinks that hold a part of it. */
    default Collection<String> sinks() {
        return switch (this) {
            case OfRecords(var place, var sides) ->
                sides.stream().flatMap(List::stream).toList();
            case OfRows(var one, var other, var disputed) -> sinks(one, other);
            case OfTimes(var later, var earlier, var time) -> sinks(later.pack(), earlier.pack());
        };
    }

    private static Collection<String> sinks(Held one, Held other) {
        return Stream.concat(one.sinks().stream(), other.sinks().stream())
                .distinct()
                .toList();
    }

    /** Whether a sink holds a part of it. */
    default boolean isIn(String sink) {
        return sinks().contains(sink);
    }

    /** As a finding of all sinks that hold a part of it. */
    default SinkFailure ofSinks() {
        return new SinkFailure(String.join(", ", sinks()), Outcome.DAMAGED, sentence(), Optional.empty());
    }

    /** A sentence without a full stop. */
    default String sentence() {
        return switch (this) {
            case OfRecords(var place, var sides) ->
                "pack " + place.pack() + " isn't the same in "
                        + sides.stream().map(Contradiction::quoted).collect(Collectors.joining(" as in "));
            case OfRows(var one, var other, var disputed) ->
                "packs " + one.words(other) + " and " + other.words(one) + " hold different rows of "
                        + Words.revisions(disputed.first(), disputed.last());
            case OfTimes(var later, var earlier, var time) ->
                "by " + time + " revision " + later.seen() + " had been written if pack "
                        + later.pack().words(earlier.pack()) + " is right, and none behind " + earlier.seen()
                        + " if pack " + earlier.pack().words(later.pack()) + " is";
        };
    }

    /** Several, of which the first is told, and how many others there are; empty if there is none. */
    static Optional<String> words(List<Contradiction> all) {
        String more = all.size() > 1 ? ", and " + (all.size() - 1) + " more like it" : "";
        return all.stream().findFirst().map(first -> first.sentence() + more);
    }

    /** The same as one finding, with what to do. */
    static Optional<SinkFailure> finding(List<Contradiction> all) {
        return all.stream()
                .findFirst()
                .map(first -> new SinkFailure(
                        String.join(", ", first.sinks()),
                        Outcome.DAMAGED,
                        words(all).orElseThrow(),
                        Optional.of(first.cure(first.timeline()))));
    }

    /** Why nothing is made of it, and how to go on. */
    default OperationException failure(BackupId base) {
        return new OperationException(Outcome.DAMAGED, sentence(), Optional.of(cure(base)), Optional.empty());
    }

    private String cure(BackupId base) {
        String looks = "'perigee snapshot verify " + base + " --deep --all-sinks' says what each holds; ";
        String trusted = "take the one that you trust by --sink";
        return switch (this) {
            case OfRecords _ -> looks + trusted;
            case OfRows(var one, var other, var disputed) when !one.isWhere(other) -> looks + trusted;
            case OfRows(var one, var other, var disputed)
            when !one.place().timeline().equals(other.place().timeline()) ->
                "two stores may be recorded under this name, as by a copy of the cluster that runs beside it: give one of"
                        + " them another name, and take a backup of the one that you mean by its id in place of a time or a"
                        + " revision";
            case OfRows(var one, var other, var disputed) ->
                looks + "take the wrong one out of its sink: " + one.record() + " or " + other.record();
            case OfTimes(var later, var earlier, var time) ->
                "one of them is forged, or the clock was put back; '--rev " + later.seen() + "' or '--rev "
                        + earlier.seen() + "' takes what you trust";
        };
    }
}
