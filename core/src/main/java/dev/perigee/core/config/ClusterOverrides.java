package dev.perigee.core.config;

import dev.perigee.etcd.client.Password;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a cluster, as far as one source says: flags, a {@code clusters} block, or the environment. What a source
 * leaves open, a lower one may fill in.
 *
 * @param endpoints {@code host:port} or a URL; empty if left open
 * @param ca certificates to trust
 * @param certificate our own certificate
 * @param key its private key
 * @param serverName the name expected in the member's certificate
 * @param insecureSkipVerify accept any certificate
 * @param user the user of etcd's auth
 * @param password its password
 * @param dialTimeout positive
 * @param commandTimeout positive
 * @param idleTimeout positive
 */
public record ClusterOverrides(
        List<String> endpoints,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> serverName,
        Optional<Boolean> insecureSkipVerify,
        Optional<String> user,
        Optional<Password> password,
        Optional<Duration> dialTimeout,
        Optional<Duration> commandTimeout,
        Optional<Duration> idleTimeout) {

    /** Says nothing. */
    public static final ClusterOverrides NONE = new ClusterOverrides(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Copies the endpoints. */
    public ClusterOverrides {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * This, with what it leaves open taken from another. A password goes with its user: the lower one's is not taken
     * for another user than the lower one's.
     *
     * @param lower what counts less
     * @return both as one
     */
    public ClusterOverrides over(ClusterOverrides lower) {
        boolean sameUser = user.isEmpty() || lower.user.isEmpty() || user.equals(lower.user);
        return new ClusterOverrides(
                endpoints.isEmpty() ? lower.endpoints : endpoints,
                ca.or(() -> lower.ca),
                certificate.or(() -> lower.certificate),
                key.or(() -> lower.key),
                serverName.or(() -> lower.serverName),
                insecureSkipVerify.or(() -> lower.insecureSkipVerify),
                user.or(() -> lower.user),
                password.or(() -> sameUser ? lower.password : Optional.empty()),
                dialTimeout.or(() -> lower.dialTimeout),
                commandTimeout.or(() -> lower.commandTimeout),
                idleTimeout.or(() -> lower.idleTimeout));
    }
}
