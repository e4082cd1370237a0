package dev.perigee.etcd.client;

import java.util.List;

/**
 * A lease as it stands.
 *
 * @param id not 0
 * @param secondsLeft until it expires; -1 if it is gone
 * @param grantedSeconds what it was granted for, and starts again with at each keep-alive
 * @param keys the keys that go with it, where they were asked for
 */
public record Lease(long id, long secondsLeft, long grantedSeconds, List<Bytes> keys) {

    /** Copies the list. */
    public Lease {
        keys = List.copyOf(keys);
    }

    /**
     * Whether it is still there.
     *
     * @return false if it expired, was revoked, or never was
     */
    public boolean alive() {
        return secondsLeft >= 0;
    }
}
