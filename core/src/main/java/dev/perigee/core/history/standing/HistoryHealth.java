package dev.perigee.core.history.standing;

/** How it stands with the history of a job, in a word. */
public enum HistoryHealth {
    /** All that is written is recorded, and lies in the sinks soon. */
    WELL(false),
    /** The first backup is still being made, and it isn't late yet. */
    NEW(false),
    /** Nothing is recorded, or a sink has got nothing, for longer than it may take. */
    LATE(true),
    /** The daemon of this machine knows the job and has never recorded anything. */
    NEVER(true),
    /** It isn't recorded on this machine, so that it can't be known here. */
    ELSEWHERE(false);

    private final boolean lacks;

    HistoryHealth(boolean lacks) {
        this.lacks = lacks;
    }

    /**
     * Whether history is missing.
     *
     * @return false also where nobody knows
     */
    public boolean lacks() {
        return lacks;
    }
}
