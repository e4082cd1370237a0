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
    DRILL
}
