package dev.perigee.daemon.event;

/** What a run does. */
public enum RunKind {
    /** Takes a snapshot, proves it, brings it to the sinks, and prunes them. */
    BACKUP,
    /** Brings the sinks what earlier runs owe them. */
    CATCH_UP,
    /** Fetches and proves stored copies again. */
    PROOF,
    /** Plays a restore through. */
    DRILL;

    /**
     * Whether it is done beside the backups, and says nothing of them.
     *
     * @return false for what brings backups to the sinks
     */
    public boolean isBeside() {
        return this == PROOF || this == DRILL;
    }
}
