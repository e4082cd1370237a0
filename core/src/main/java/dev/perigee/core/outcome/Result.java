package dev.perigee.core.outcome;

import java.util.List;

/** What came of something that was asked for. */
public interface Result {

    /**
     * What it comes down to.
     *
     * @return OK if there is nothing left to wish for
     */
    Outcome outcome();

    /**
     * What went wrong in sinks on the way, also where the outcome is OK for all that.
     *
     * @return in the order in which the sinks were asked
     */
    default List<SinkFailure> problems() {
        return List.of();
    }
}
