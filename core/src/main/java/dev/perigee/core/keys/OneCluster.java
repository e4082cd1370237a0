package dev.perigee.core.keys;

import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sees to it that all endpoints belong to one cluster: keys read from one and written to another would be a mix. Asked
 * before the first call to each. Safe for many threads.
 */
final class OneCluster {

    private final EtcdCluster endpoints;
    private final Map<URI, Long> known = new HashMap<>();
    private OptionalLong cluster = OptionalLong.empty();

    OneCluster(EtcdCluster endpoints) {
        this.endpoints = endpoints;
    }

    /** Refuses a member of another cluster than the first that was asked. A single endpoint has no other. */
    void require(EtcdConnection member) throws EtcdException {
        if (endpoints.connections().size() > 1) {
            clusterOf(member);
        }
    }

    /** The member's cluster id, unsigned. */
    synchronized long clusterOf(EtcdConnection member) throws EtcdException {
        Long seen = known.get(member.endpoint());
        if (seen == null) {
            if (cluster.isEmpty()) {
                endpoints.requireOneCluster();
            }
            seen = member.status().clusterId();
            known.put(member.endpoint(), seen);
        }
        long first = cluster.orElse(seen);
        cluster = OptionalLong.of(first);
        if (seen != first) {
            throw new EtcdException(
                    EtcdException.Kind.INVALID,
                    member.endpoint(),
                    member.endpoint() + ": belongs to cluster " + Long.toHexString(seen) + ", the other endpoints to "
                            + Long.toHexString(first) + "; all endpoints must belong to one");
        }
        return seen;
    }
}
