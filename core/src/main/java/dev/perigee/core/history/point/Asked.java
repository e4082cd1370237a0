package dev.perigee.core.history.point;

import java.time.Instant;

/** How somebody asked for a point: what is advised in its place is said in the same terms. */
public sealed interface Asked {

    /** By its revision. */
    record Revision() implements Asked {}

    /**
     * By a time.
     *
     * @param moment the last one by then
     */
    record Time(Instant moment) implements Asked {}

    /**
     * How to ask for another point.
     *
     * @param revision its revision
     * @param time when the store had come there
     * @return the option, with its value
     */
    default String option(long revision, Instant time) {
        return switch (this) {
            case Revision() -> "'--rev " + revision + "'";
            case Time _ -> "'--at " + time + "'";
        };
    }
}
