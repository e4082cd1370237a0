package dev.perigee.etcd.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach one etcd cluster.
 *
 * @param endpoints client URLs of its members, {@code http://host:2379} or {@code https://…}; at least one
 * @param tls what TLS needs beyond the system's trust store; empty for the system's defaults
 * @param credentials user and password; empty if the cluster has no auth or the certificate's name is the user
 * @param dialTimeout how long to wait for a connection; positive
 * @param commandTimeout deadline of each unary call; positive
 * @param idleTimeout how long the snapshot stream may stand still before it is given up; positive
 */
public record EtcdSettings(
        List<URI> endpoints,
        Optional<TlsSettings> tls,
        Optional<Credentials> credentials,
        Duration dialTimeout,
        Duration commandTimeout,
        Duration idleTimeout) {

    /** Copies the endpoints; refuses an empty list. */
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one endpoint");
        }
    }

    /**
     * Plain settings with the default time limits: 2 s to connect, 5 s for a call, 60 s without a byte of a snapshot.
     *
     * @param endpoints client URLs
     * @return settings without TLS extras or credentials
     */
    public static EtcdSettings of(List<URI> endpoints) {
        return new EtcdSettings(
                endpoints,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }
}
