package dev.perigee.core.keys;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Grants a new lease for each lease of a file, when the first key needs it. Safe for many threads. */
final class Leases {

    private final KeyStore store;
    private final Map<Long, LeaseTime> known = new HashMap<>();
    private final Map<Long, Long> renewed = new HashMap<>();

    Leases(KeyStore store) {
        this.store = store;
    }

    synchronized void know(Collection<LeaseTime> leases) {
        leases.forEach(lease -> known.put(lease.id(), lease));
    }

    synchronized boolean knows(long id) {
        return known.containsKey(id);
    }

    /** The new lease that stands for one of the file's; granted at the first call with the time that was left. */
    synchronized long renewed(long id) throws IOException {
        Long granted = renewed.get(id);
        if (granted == null) {
            LeaseTime lease = known.get(id);
            if (lease == null) {
                throw new IOException("lease " + Long.toHexString(id) + " isn't in the file");
            }
            granted = store.grantLease(Math.max(1, lease.remainingSeconds()));
            renewed.put(id, granted);
        }
        return granted;
    }

    synchronized long granted() {
        return renewed.size();
    }
}
