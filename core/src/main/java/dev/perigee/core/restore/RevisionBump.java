package dev.perigee.core.restore;

import java.util.OptionalLong;

/** How far a restore raises the revision, so that no client sees one twice. */
public sealed interface RevisionBump {

    /**
     * How much the automatic bump goes beyond the last revision known: nobody knows what the lost cluster wrote after
     * that, but a billion writes take it more than a day at ten thousand a second.
     */
    long MARGIN = 1_000_000_000;

    /**
     * By a number.
     *
     * @param count more than 0
     */
    record By(long count) implements RevisionBump {}

    /**
     * Far beyond the last revision known of the cluster.
     *
     * @param lastKnown for example that of its newest backup; empty if the snapshot itself is all that is known
     */
    record Beyond(OptionalLong lastKnown) implements RevisionBump {}

    /**
     * The number to add.
     *
     * @param newest the newest revision in the snapshot
     * @return more than 0
     */
    default long over(long newest) {
        return switch (this) {
            case By by -> by.count();
            case Beyond beyond -> Math.max(0, beyond.lastKnown().orElse(newest) - newest) + MARGIN;
        };
    }
}
