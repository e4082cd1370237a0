package dev.perigee.sink.kit.connect;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.List;
import java.util.Optional;

/**
 * Who the sink is to the store, by keys of its own.
 *
 * @param id the access key id
 * @param secret the secret key
 * @param token the session token of temporary keys
 */
public record AccessKeys(Secret id, Secret secret, Optional<Secret> token) {

    /**
     * Reads them.
     *
     * @param settings the sink's
     * @param elsewhere settings that say where else keys are, and so don't go with keys
     * @return empty if the settings have none
     * @throws SettingException if one is missing, or there are keys and an elsewhere
     */
    public static Optional<AccessKeys> read(SinkSettings settings, List<String> elsewhere) {
        Optional<Secret> id = settings.secret("access-key");
        Optional<Secret> secret = settings.secret("secret-key");
        Optional<Secret> token = settings.secret("session-token");
        if (id.isPresent() != secret.isPresent()) {
            String missing = id.isPresent() ? "secret-key" : "access-key";
            throw new SettingException(missing, "is missing; access-key and secret-key go together");
        }
        if (token.isPresent() && id.isEmpty()) {
            throw new SettingException("session-token", "needs access-key and secret-key");
        }
        elsewhere.forEach(key -> SettingsAtOdds.refuse(settings, key, "access-key"));
        return id.flatMap(known -> secret.map(word -> new AccessKeys(known, word, token)));
    }
}
