package dev.perigee.core.outcome;

import dev.perigee.api.SinkException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How an operation ended: what a result or an {@link OperationException} comes down to, and what exit codes follow from. */
public enum Outcome {
    /** All that was asked for. */
    OK,
    /** Part of it: at least one sink is served, at least one isn't. */
    PARTIAL,
    /** A snapshot, a manifest or a stored copy isn't what it must be. */
    DAMAGED,
    /** There is no such backup, file or object. */
    NOT_FOUND,
    /** Somebody who knows us says no: etcd or a store. */
    DENIED,
    /** A disk or a store is full. */
    NO_SPACE,
    /** We ourselves say no, because going on could lose data. */
    REFUSED,
    /** No connection to etcd or to a store. */
    CONNECTION,
    /** The local disk failed, or a file can't be written. */
    INPUT_OUTPUT,
    /** What was asked for makes no sense: an ambiguous id, settings at odds. */
    BAD_INPUT,
    /** The request itself isn't clear: several clusters are there and none is named, or two wishes exclude each other. */
    BAD_REQUEST,
    /** The newest whole backup is older than was asked for, or there is none. */
    OVERDUE,
    /** The configuration can't be used, or what it names isn't there or isn't right: a bucket, a region, a secret's file. */
    BAD_CONFIGURATION,
    /** Interrupted before the end. */
    INTERRUPTED,
    /** Anything else. */
    FAILED;

    /**
     * What a sink's failure comes down to.
     *
     * @param kind the sink's word for it
     * @return never {@link #OK} or {@link #PARTIAL}
     */
    public static Outcome of(SinkException.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> NOT_FOUND;
            case DENIED -> DENIED;
            case INVALID -> BAD_CONFIGURATION;
            case HELD -> REFUSED;
            case BUSY, UNREACHABLE -> CONNECTION;
            case DAMAGED -> DAMAGED;
            case NO_SPACE, TOO_LARGE -> NO_SPACE;
            case CANCELLED -> INTERRUPTED;
            case OTHER -> FAILED;
        };
    }

    /**
     * What several failures come down to.
     *
     * @param failures what each came down to, in their order
     * @return damage before all else, for it doesn't go away; else the first; empty if there are none
     */
    public static Optional<Outcome> gravest(Stream<Outcome> failures) {
        return failures.min(Comparator.comparing(failure -> failure != DAMAGED)); // of those that are alike, the first
    }
}
