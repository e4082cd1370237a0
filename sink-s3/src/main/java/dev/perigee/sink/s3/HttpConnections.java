package dev.perigee.sink.s3;

import dev.perigee.api.Secret;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.connect.TrustedCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionFactory;

/**
 * Opens the SDK's connections as the settings say, and only those: the environment of a service is nobody's intention.
 *
 * <p>Left to itself, the SDK gives the proxy's password to the server behind a tunnel, and none to the proxy.
 */
final class HttpConnections implements UrlConnectionFactory {

    private final ServerConnection settings;
    private final Optional<SSLSocketFactory> trust;
    private final Optional<String> authorization;

    HttpConnections(ServerConnection settings) {
        this.settings = settings;
        this.trust = settings.authorities().map(TrustedCertificates::socketFactory);
        this.authorization = settings.proxy().flatMap(ServerConnection.Proxy::authorization);
    }

    /** Bodies follow at once, and can't wait for the proxy to ask who we are; a tunnel can. */
    @Override
    public HttpURLConnection createConnection(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(settings.route());
            connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
            connection.setReadTimeout((int) settings.readTimeout().toMillis());
            if (connection instanceof HttpsURLConnection tls) {
                trust.ifPresent(tls::setSSLSocketFactory);
                settings.proxy().map(ProxyLogin::new).ifPresent(connection::setAuthenticator);
            } else {
                authorization.ifPresent(word -> connection.setRequestProperty("Proxy-Authorization", word));
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who we are to the proxy, when it asks; to nobody else. */
    private static final class ProxyLogin extends Authenticator {

        private final ServerConnection.Proxy proxy;

        ProxyLogin(ServerConnection.Proxy proxy) {
            this.proxy = proxy;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY && proxy.user().isPresent()
                    ? new PasswordAuthentication(
                            proxy.user().get(),
                            proxy.password().map(Secret::reveal).orElse("").toCharArray())
                    : null;
        }
    }
}
