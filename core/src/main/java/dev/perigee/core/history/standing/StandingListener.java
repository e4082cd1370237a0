package dev.perigee.core.history.standing;

/** Hears how a history stands. Called by any thread of the recording, one at a time; returns at once. */
@FunctionalInterface
public interface StandingListener {

    /** Hears nothing. */
    StandingListener NONE = standing -> {};

    /**
     * It stands like this now: told of each change of the state and of each gap, and every few seconds.
     *
     * @param standing as it is
     */
    void on(HistoryStanding standing);
}
