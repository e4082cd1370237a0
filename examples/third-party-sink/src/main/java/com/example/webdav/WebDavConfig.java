package com.example.webdav;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.net.URI;
import java.util.Optional;

/**
 * What stands in the sink's block of the configuration.
 *
 * @param folder the address of the folder that keeps the objects; ends in a slash
 * @param user who asks; empty for nobody
 * @param password the password, {@code password} or {@code password-file} in the block
 */
public record WebDavConfig(URI folder, Optional<String> user, Optional<Secret> password) {

    static WebDavConfig from(SinkSettings settings) {
        String url = settings.required("url");
        if (!url.matches("https?://[^?#]+")) {
            throw new SettingException(
                    "url", "is '" + url + "'; it takes an address such as https://nas.example.org/backups");
        }
        URI folder = URI.create(url.endsWith("/") ? url : url + "/");
        return new WebDavConfig(folder, settings.string("user"), settings.secret("password"));
    }
}
