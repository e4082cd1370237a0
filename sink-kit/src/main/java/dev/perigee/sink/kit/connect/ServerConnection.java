package dev.perigee.sink.kit.connect;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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

    private static final String PROXY = "http://host:3128";

    /**
     * A web proxy.
     *
     * @param url its scheme, host and port
     * @param user the name to log in with
     * @param password the password to log in with
     */
    public record Proxy(URI url, Optional<String> user, Optional<Secret> password) {

        /**
         * Who we are there, in the words of the header {@code Proxy-Authorization}: a body that is sent once can't wait for
         * the question.
         *
         * @return holds the password; empty where nobody is to log in
         */
        public Optional<String> authorization() {
            return user.map(name -> name + ":" + password.map(Secret::reveal).orElse(""))
                    .map(both -> both.getBytes(StandardCharsets.UTF_8))
                    .map(both -> "Basic " + Base64.getEncoder().encodeToString(both));
        }
    }

    /**
     * The way to the server for clients of Java's.
     *
     * @return the proxy; straight where there is none
     */
    public java.net.Proxy route() {
        return proxy.map(Proxy::url)
                .map(url -> new java.net.Proxy(java.net.Proxy.Type.HTTP, ServerAddress.unresolved(url)))
                .orElse(java.net.Proxy.NO_PROXY);
    }

    /**
     * Reads it.
     *
     * @param settings the sink's
     * @return how to reach the server
     * @throws SettingException if a value can't be used
     */
    public static ServerConnection read(SinkSettings settings) {
        Optional<String> user = GivenText.of(settings, "proxy-user");
        Optional<Secret> password = settings.secret("proxy-password");
        if (user.isPresent() != password.isPresent()) {
            throw new SettingException(
                    user.isPresent() ? "proxy-user" : "proxy-password",
                    "is set without " + (user.isPresent() ? "proxy-password" : "proxy-user")
                            + "; set both, or neither for a proxy that asks for no login");
        }
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
        Optional<URI> proxy = GivenText.of(settings, "proxy").map(text -> ServerAddress.read("proxy", text, PROXY));
        if (user.isPresent() && proxy.isEmpty()) {
            throw new SettingException("proxy-user", "is set without proxy, which takes " + PROXY);
        }
        return new ServerConnection(
                GivenText.of(settings, "ca").map(TrustedCertificates::read),
                proxy.map(url -> new Proxy(url, user, password)),
                patience(settings, "connect-timeout", Duration.ofSeconds(10)),
                patience(settings, "read-timeout", Duration.ofSeconds(60)));
    }

    /** Nothing at all means no limit to some clients, and a defect to others. */
    private static Duration patience(SinkSettings settings, String key, Duration byDefault) {
        Duration patience = settings.duration(key, byDefault);
        if (patience.isZero()) {
            throw new SettingException(
                    key,
                    "is '" + settings.string(key).orElse("") + "'; it takes more than nothing, " + byDefault.toSeconds()
                            + "s say");
        }
        return patience;
    }
}
