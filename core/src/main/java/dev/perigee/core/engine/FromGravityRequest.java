package dev.perigee.core.engine;

import dev.perigee.core.config.GravityRole;
import dev.perigee.core.config.Surroundings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.util.Optional;

/**
 * Writes a configuration for what a backup role of Gravity does.
 *
 * @param role the role's configuration, as Gravity keeps it
 * @param cluster what the cluster is to be called; empty for this machine's name
 * @param withSecrets write the secret key itself, not the variable to take it from
 */
public record FromGravityRequest(byte[] role, Optional<String> cluster, boolean withSecrets)
        implements Request<FromGravityRequest.Translated> {

    /**
     * The configuration.
     *
     * @param text a configuration file
     * @param secretVariable the variable that the secret key belongs into; empty if the role has none
     */
    public record Translated(String text, Optional<String> secretVariable) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Translated in(Run run) throws OperationException {
        EngineRequest engine = run.engine().request();
        GravityRole read = GravityRole.read(role);
        String name = cluster.orElseGet(() ->
                Surroundings.of(engine.environment(), engine.installation()).hostName());
        return new Translated(read.toHocon(name, withSecrets), read.secretKey().map(_ -> GravityRole.SECRET_VARIABLE));
    }
}
