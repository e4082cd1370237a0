package dev.perigee.sink.s3;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Optional;

/**
 * Who the sink is to the store.
 *
 * @param keys an access key of its own; empty to ask the SDK's chain: environment, profile, web identity, container,
 *     instance
 * @param profile the profile that chain reads; empty for its default
 */
public record Login(Optional<Keys> keys, Optional<String> profile) {

    /**
     * An access key.
     *
     * @param id the access key id
     * @param secret the secret key
     * @param token the session token of temporary keys
     */
    public record Keys(Secret id, Secret secret, Optional<Secret> token) {}

    static Login read(SinkSettings settings) {
        Optional<Secret> id = settings.secret("access-key");
        Optional<Secret> secret = settings.secret("secret-key");
        Optional<Secret> token = settings.secret("session-token");
        Optional<String> profile = settings.string("profile");
        if (id.isPresent() != secret.isPresent()) {
            String missing = id.isPresent() ? "secret-key" : "access-key";
            throw new SettingException(missing, "is missing; access-key and secret-key go together");
        }
        if (token.isPresent() && id.isEmpty()) {
            throw new SettingException("session-token", "needs access-key and secret-key");
        }
        if (profile.isPresent() && id.isPresent()) {
            throw new SettingException("profile", "and access-key are both set; keep one");
        }
        return new Login(id.flatMap(known -> secret.map(word -> new Keys(known, word, token))), profile);
    }
}
