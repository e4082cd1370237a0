package dev.perigee.sink.kit.bucket;

/** Who may lift a lock, in the words that Google and Azure share. */
public enum LockPolicy {
    /** No lock at all. */
    NONE,
    /** Those with a permission of its own. */
    UNLOCKED,
    /** Nobody. */
    LOCKED
}
