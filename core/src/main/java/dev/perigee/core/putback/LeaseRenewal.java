package dev.perigee.core.putback;

import dev.perigee.core.keys.KeyStore;
import dev.perigee.core.keys.LeaseTime;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the lease that a key is to hang on: the old one while it lives, for then somebody keeps it alive; else a new one for all keys of
 * the old. Used by one thread.
 */
final class LeaseRenewal {

    private final KeyStore store;
    private final boolean full;
    private final Map<Long, LeaseTime> known = new HashMap<>();
    private final Map<Long, Long> renewed = new HashMap<>();
    private long granted;

    /** With the full time that leases were granted, or with what was left. */
    LeaseRenewal(KeyStore store, Collection<LeaseTime> leases, boolean full) {
        this.store = store;
        this.full = full;
        leases.forEach(lease -> known.put(lease.id(), lease));
    }

    /** The lease to hang a key on; 0 for none. One that is neither alive nor known had no time left: its keys get a second. */
    long of(long id) throws IOException {
        if (id == 0) {
            return 0;
        }
        Long lease = renewed.get(id);
        if (lease == null) {
            lease = store.leaseTime(id)
                            .filter(time -> time.remainingSeconds() > 0)
                            .isPresent()
                    ? id
                    : grant(id);
            renewed.put(id, lease);
        }
        return lease;
    }

    private long grant(long id) throws IOException {
        granted++;
        return store.grantLease(Math.max(
                1,
                Optional.ofNullable(known.get(id))
                        .map(time -> full ? time.grantedSeconds() : time.remainingSeconds())
                        .orElse(1L)));
    }

    long granted() {
        return granted;
    }
}
