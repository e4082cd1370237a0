package dev.perigee.sink.minio;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Optional;

/**
 * Who the sink is to the server.
 *
 * @param keys an access key of its own; empty to look where MinIO's and AWS's tools look
 * @param alias the alias of mc's configuration to take keys from; empty for {@code ALIAS} of the environment, or
 *     {@code s3}
 * @param profile the profile of AWS's credentials file to take keys from; empty for its default
 */
public record Login(Optional<Keys> keys, Optional<String> alias, Optional<String> profile) {

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
        Login login = new Login(
                id.flatMap(known -> secret.map(word -> new Keys(known, word, token))),
                settings.string("mc-alias"),
                settings.string("profile"));
        if (id.isPresent() != secret.isPresent()) {
            String missing = id.isPresent() ? "secret-key" : "access-key";
            throw new SettingException(missing, "is missing; access-key and secret-key go together");
        }
        if (token.isPresent() && id.isEmpty()) {
            throw new SettingException("session-token", "needs access-key and secret-key");
        }
        refuseBeside(login, "mc-alias", login.alias());
        refuseBeside(login, "profile", login.profile());
        return login;
    }

    private static void refuseBeside(Login login, String key, Optional<String> value) {
        if (value.isPresent() && login.keys().isPresent()) {
            throw new SettingException(key, "and access-key are both set; keep one");
        }
    }
}
