package dev.perigee.etcd.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an endpoint takes part in its cluster: it answers a read that needs the leader, and no alarm is raised.
 *
 * @param endpoint the endpoint asked
 * @param took how long the answer took
 * @param problem what is wrong; empty if it is healthy
 */
public record EndpointHealth(URI endpoint, Duration took, Optional<String> problem) {

    /**
     * Whether nothing is wrong.
     *
     * @return whether it is healthy
     */
    public boolean healthy() {
        return problem.isEmpty();
    }
}
