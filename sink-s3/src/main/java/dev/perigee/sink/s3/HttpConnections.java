package dev.perigee.sink.s3;

import dev.perigee.api.Secret;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.connect.TrustedCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
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
    private final java.net.Proxy proxy;
    private final Optional<SSLSocketFactory> trust;
    private final Optional<ProxyLogin> login;

    HttpConnections(ServerConnection settings) {
        this.settings = settings;
        this.proxy = settings.proxy().map(way -> proxy(way.url())).orElse(java.net.Proxy.NO_PROXY);
        this.trust = settings.authorities().map(HttpConnections::trusting);
        this.login = settings.proxy().flatMap(ProxyLogin::of);
    }

    private static java.net.Proxy proxy(URI url) {
        return new java.net.Proxy(java.net.Proxy.Type.HTTP, ServerAddress.unresolved(url));
    }

    private static SSLSocketFactory trusting(TrustedCertificates authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities.trustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks TLS", e);
        }
    }

    @Override
    public HttpURLConnection createConnection(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(proxy);
            connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
            connection.setReadTimeout((int) settings.readTimeout().toMillis());
            if (connection instanceof HttpsURLConnection tls) {
                trust.ifPresent(tls::setSSLSocketFactory);
                login.ifPresent(connection::setAuthenticator);
            } else {
                login.ifPresent(known -> connection.setRequestProperty("Proxy-Authorization", known.header()));
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who we are to the proxy: said at once where bodies follow, which can't wait for the question; asked for a tunnel. */
    private static final class ProxyLogin extends Authenticator {

        private final String user;
        private final Secret password;

        private ProxyLogin(String user, Secret password) {
            this.user = user;
            this.password = password;
        }

        static Optional<ProxyLogin> of(ServerConnection.Proxy proxy) {
            return proxy.user()
                    .map(user -> new ProxyLogin(user, proxy.password().orElse(Secret.of(""))));
        }

        String header() {
            byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(user, password.reveal().toCharArray())
                    : null;
        }
    }
}
