package dev.perigee.core.fleet;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.util.Optional;

/**
 * Which keys there are. Pure.
 *
 * @param prefix of them all; ends with a slash
 */
record FleetKeys(String prefix) {

    private static final String DAEMONS = "daemons/";
    private static final String CLAIMS = "claims/";
    private static final String RUNS = "runs/";

    KeyRange all() {
        return KeyRange.prefix(Bytes.of(prefix));
    }

    /** That a daemon is there; goes with its lease. */
    Bytes daemon(long lease) {
        return Bytes.of(prefix + DAEMONS + Long.toHexString(lease));
    }

    /** Who runs a job; goes with the lease. The revision that created it is the fence. */
    Bytes claim(String job) {
        return Bytes.of(prefix + CLAIMS + job);
    }

    /** When a job did something last; stays. */
    Bytes run(String run) {
        return Bytes.of(prefix + RUNS + run);
    }

    Optional<String> daemonOf(Bytes key) {
        return after(DAEMONS, key);
    }

    Optional<String> jobOf(Bytes key) {
        return after(CLAIMS, key);
    }

    Optional<String> runOf(Bytes key) {
        return after(RUNS, key);
    }

    private Optional<String> after(String folder, Bytes key) {
        return key.utf8()
                .filter(text -> text.startsWith(prefix + folder))
                .map(text -> text.substring((prefix + folder).length()));
    }
}
