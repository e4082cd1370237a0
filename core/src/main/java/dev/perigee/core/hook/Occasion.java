package dev.perigee.core.hook;

/** What somebody may want to be told of. */
public enum Occasion {
    /** A backup lies in every sink of its job, and nothing failed. */
    SUCCESS,
    /** A backup or a proof has failed, wholly or in a sink, a history is late, or a configuration was refused. */
    FAILURE,
    /** Backups were removed by retention. */
    PRUNE,
    /** Stored copies were proven again, whatever came of it. */
    PROOF,
    /** A history stands still, goes on, or has a gap. */
    HISTORY
}
