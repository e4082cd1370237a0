package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.Coverage.Stretch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Optional;

/** What is stored tells two things of the same revisions, each of which is good by itself. Nothing is made of either. */
sealed interface Contradiction {

    /**
     * A pack that isn't the same in all sinks.
     *
     * @param place the pack
     * @param sinks who tells of it
     */
    record OfRecords(PackPlace place, List<String> sinks) implements Contradiction {

        /** Copies the list. */
        public OfRecords {
            sinks = List.copyOf(sinks);
        }

        SinkFailure ofSinks() {
            return new SinkFailure(String.join(", ", sinks), Outcome.DAMAGED, sentence(), Optional.empty());
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
     * A pack, and who holds it.
     *
     * @param place the pack
     * @param sinks the names of the sinks
     */
    record Held(PackPlace place, List<String> sinks) {

        /** Copies the list. */
        public Held {
            sinks = List.copyOf(sinks);
        }

        private String words() {
            return place.pack() + " (in " + String.join(", ", sinks) + ")";
        }
    }

    /** The revisions of which nobody knows what was written. */
    default Stretch disputed() {
        return switch (this) {
            case OfRecords(var place, var sinks) ->
                new Stretch(place.pack().first(), place.pack().last());
            case OfRows(var one, var other, var disputed) -> disputed;
        };
    }

    /** Whether a sink holds a part of it. */
    default boolean isIn(String sink) {
        return switch (this) {
            case OfRecords(var place, var sinks) -> sinks.contains(sink);
            case OfRows(var one, var other, var disputed) ->
                one.sinks().contains(sink) || other.sinks().contains(sink);
        };
    }

    /** A sentence without a full stop. */
    default String sentence() {
        return switch (this) {
            case OfRecords(var place, var sinks) ->
                "pack " + place.pack() + " isn't the same in sinks "
                        + Words.listed(
                                sinks.stream().map(sink -> "'" + sink + "'").toList(), "and")
                        + ", and nothing here says which is right";
            case OfRows(var one, var other, var disputed) ->
                "packs " + one.words() + " and " + other.words() + " hold different rows of "
                        + Words.revisions(disputed.first(), disputed.last())
                        + ", and nothing here says which are right";
        };
    }

    /** Why nothing is made of it, and how to go on. */
    default OperationException failure(BackupId base) {
        return new OperationException(
                Outcome.DAMAGED,
                sentence(),
                Optional.of("'perigee snapshot verify " + base + " --deep --all-sinks' says what each holds; "
                        + (isWithinOneSink()
                                ? "take the .json of the wrong one out of its sink"
                                : "take the one that you trust by --sink")),
                Optional.empty());
    }

    /** Naming a sink leaves both. */
    private boolean isWithinOneSink() {
        return switch (this) {
            case OfRecords _ -> false;
            case OfRows(var one, var other, var disputed) ->
                one.sinks().containsAll(other.sinks()) && other.sinks().containsAll(one.sinks());
        };
    }
}
