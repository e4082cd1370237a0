package dev.perigee.sink.kit.connect;

import dev.perigee.api.Secret;
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
public record ServerConnection(
        Optional<TrustedCertificates> authorities,
        Optional<Proxy> proxy,
        Duration connectTimeout,
        Duration readTimeout) {

    /**
     * A web proxy.
     *
     * @param url its scheme, host and port
     * @param user the name to log in with
     * @param password the password to log in with
     */
    public record Proxy(URI url, Optional<String> user, Optional<Secret> password) {}

    /**
     * Reads it.
     *
     * @param settings the sink's
     * @return how to reach the server
     * @throws SettingException if a value can't be used
     */
    public static ServerConnection read(SinkSettings settings) {
        Optional<String> user = settings.string("proxy-user");
        Optional<Secret> password = settings.secret("proxy-password");
        return read(settings, user, password);
    }

    /**
     * Reads it for a client that can't log in at a proxy.
     *
     * @param settings the sink's
     * @return how to reach the server
     * @throws SettingException if a value can't be used
     */
    public static ServerConnection readWithoutProxyLogin(SinkSettings settings) {
        return read(settings, Optional.empty(), Optional.empty());
    }

    private static ServerConnection read(SinkSettings settings, Optional<String> user, Optional<Secret> password) {
        Optional<URI> proxy = settings.string("proxy").map(text -> url("proxy", text));
        return new ServerConnection(
                settings.string("ca").map(TrustedCertificates::read),
                proxy.map(url -> new Proxy(url, user, password)),
                settings.duration("connect-timeout", Duration.ofSeconds(10)),
                settings.duration("read-timeout", Duration.ofSeconds(60)));
    }

    /**
     * A URL without secrets in it: it goes into messages.
     *
     * @param key the setting
     * @param text its value
     * @return of http or https, with a host
     * @throws SettingException if it is none; the message doesn't repeat it
     */
    public static URI url(String key, String text) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // falls through to the one message, which doesn't repeat the value: it may hold a password
        }
        throw new SettingException(key, "takes a URL such as https://host:9000, without user and password in it");
    }
}
