package dev.perigee.core.fleet;

import dev.perigee.etcd.client.EtcdSettings;
import java.time.Duration;

/**
 * How several daemons agree on which of them runs a job.
 *
 * @param cluster the cluster's name in the configuration in whose etcd they agree
 * @param etcd how to reach it
 * @param ttl how long a due run may wait at most when the daemon that would make it is gone; 5 s at least
 * @param prefix what their keys there begin with; ends with a slash
 */
public record LeaderSettings(String cluster, EtcdSettings etcd, Duration ttl, String prefix) {

    /** Unless another time is set. */
    public static final Duration TTL = Duration.ofSeconds(15);

    /** Below that, a pause of a daemon or an election of etcd's own would hand over jobs for nothing. */
    public static final Duration SHORTEST_TTL = Duration.ofSeconds(5);

    /** Unless another prefix is set. */
    public static final String PREFIX = "/perigee/";

    /**
     * For how long a lease is asked for: what is left of the time is for the others to notice that it is over.
     *
     * @return in seconds
     */
    public long leaseSeconds() {
        return Math.max(2, ttl.toSeconds() * 2 / 3);
    }

    /**
     * How often a daemon renews its lease and looks at what the others do.
     *
     * @return a fifth of the time
     */
    public Duration round() {
        return ttl.dividedBy(5);
    }

    /**
     * Whether a daemon may go on under other settings: a new password or certificate is no other place.
     *
     * @param other what would be in force
     * @return whether the daemons meet at the same keys of the same members, at the same pace
     */
    public boolean meetsWhere(LeaderSettings other) {
        return cluster.equals(other.cluster)
                && etcd.endpoints().equals(other.etcd.endpoints())
                && ttl.equals(other.ttl)
                && prefix.equals(other.prefix);
    }
}
