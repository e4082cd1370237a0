package dev.perigee.core.catalog;

/** How far this installation itself stands for a backup. */
public enum Origin {
    /** It took the snapshot. */
    MADE,
    /** It fetched a stored body and proved all of it. */
    PROVEN,
    /** Neither: all that speaks for the backup is what lies in the sink. */
    UNKNOWN
}
