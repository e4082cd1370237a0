package dev.perigee.etcd.format.member;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a restore changes in the database beyond what it must.
 *
 * @param target the oldest servers that are to start from it; empty to leave its versions alone
 * @param dropAlarms whether alarms raised in the old cluster are forgotten
 * @param bumpBy how much to raise the revision by, more than 0; the history before is marked as compacted
 * @param dropLeases whether the leases are forgotten
 */
public record BackendOptions(Optional<EtcdMinor> target, boolean dropAlarms, OptionalLong bumpBy, boolean dropLeases) {

    /**
     * With the leases.
     *
     * @param target the oldest servers that are to start from it
     * @param dropAlarms whether alarms raised in the old cluster are forgotten
     * @param bumpBy how much to raise the revision by
     */
    public BackendOptions(Optional<EtcdMinor> target, boolean dropAlarms, OptionalLong bumpBy) {
        this(target, dropAlarms, bumpBy, false);
    }

    /** Only what must be. */
    public static final BackendOptions NONE = new BackendOptions(Optional.empty(), false, OptionalLong.empty());

    /** Refuses a bump that isn't one. */
    public BackendOptions {
        if (bumpBy.isPresent() && bumpBy.getAsLong() <= 0) {
            throw new IllegalArgumentException("a bump of " + bumpBy.getAsLong() + " is none; it takes 1 or more");
        }
    }
}
