package dev.perigee.sink.gcs;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * How the server is reached.
 *
 * @param authorities certificates to trust instead of Java's own; empty for Java's
 * @param proxy the proxy; empty for none, whatever the environment says
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for the next byte of an answer
 */
public record Connection(
        Optional<Authorities> authorities, Optional<URI> proxy, Duration connectTimeout, Duration readTimeout) {

    static Connection read(SinkSettings settings) {
        return new Connection(
                settings.string("ca").map(Authorities::read),
                settings.string("proxy").map(text -> url("proxy", text)),
                settings.duration("connect-timeout", Duration.ofSeconds(10)),
                settings.duration("read-timeout", Duration.ofSeconds(60)));
    }

    /** A URL without secrets in it: it goes into messages. */
    static URI url(String key, String text) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // falls through to the one message, which doesn't repeat the value: it may hold a password
        }
        throw new SettingException(key, "takes a URL such as https://host:4443, without user and password in it");
    }
}
