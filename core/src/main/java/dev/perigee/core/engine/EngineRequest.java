package dev.perigee.core.engine;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an engine is opened with.
 *
 * @param environment the environment's variables
 * @param installation the folder that holds {@code conf/} and {@code plugins/}; empty if we aren't installed
 * @param configuration what the front end says about the configuration
 * @param version our own version, for manifests: {@code 0.1.0}
 * @param timing time, waiting, chance
 */
public record EngineRequest(
        Map<String, String> environment,
        Optional<Path> installation,
        Wanted configuration,
        String version,
        Timing timing) {

    /** Copies the environment. */
    public EngineRequest {
        environment = Map.copyOf(environment);
    }

    /** What is said about the configuration. Asked once at most, and only by what reads it: it may have to ask a person. */
    @FunctionalInterface
    public interface Wanted {

        /**
         * What is said.
         *
         * @return the request
         * @throws OperationException if that makes no sense
         */
        ConfigRequest get() throws OperationException;
    }
}
