package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobWriteSessionConfigs;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Builds the client. Finding credentials may ask the network, so it belongs to the first call, not to opening. */
final class GcsClients {

    private static final URI GOOGLE = URI.create("https://storage.googleapis.com");

    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.full_control";

    /** Held on to, or their levels would be forgotten with them. Below INFO they print headers, tokens among them. */
    private static final List<Logger> TALKATIVE = List.of(
            Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection"),
            Logger.getLogger("com.google.api.client.http.HttpTransport"));

    static {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.INFO));
    }

    private GcsClients() {}

    static Storage open(GcsSinkConfig config) throws IOException {
        HttpTransport http = http(config.connection());
        HttpTransport storage = GuardedTransport.to(config.endpoint().orElse(GOOGLE), http);
        HttpTransport tokens = GuardedTransport.withoutRedirects(http);
        HttpStorageOptions.Builder options = StorageOptions.http()
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(() -> storage)
                        .setConnectTimeout(
                                (int) config.connection().connectTimeout().toMillis())
                        .setReadTimeout((int) config.connection().readTimeout().toMillis())
                        .build())
                .setCredentials(credentials(config.login(), () -> tokens))
                .setStorageRetryStrategy(new NoRetries())
                .setBlobWriteSessionConfig(BlobWriteSessionConfigs.getDefault().withChunkSize(config.chunkSize()));
        // Never left to the library, which would ask the machine it runs on; objects belong to no project.
        options.setProjectId(config.project().orElse("none"));
        config.endpoint().map(URI::toString).ifPresent(options::setHost);
        return options.build().getService();
    }

    /** Loaded by hand: where it finds none, the library would go on as nobody. */
    private static Credentials credentials(Login login, HttpTransportFactory transport) throws IOException {
        return switch (login) {
            case Login.Anonymous() -> NoCredentials.getInstance();
            case Login.ApplicationDefault() ->
                GoogleCredentials.getApplicationDefault(transport).createScoped(SCOPE);
            case Login.CredentialsFile(java.nio.file.Path path) -> {
                try (InputStream in = Files.newInputStream(path)) {
                    yield GoogleCredentials.fromStream(in, transport).createScoped(SCOPE);
                }
            }
        };
    }

    private static HttpTransport http(ServerConnection connection) {
        NetHttpTransport.Builder http = new NetHttpTransport.Builder().setProxy(java.net.Proxy.NO_PROXY);
        connection
                .proxy()
                .map(ServerConnection.Proxy::url)
                .map(ServerAddress::unresolved)
                .map(address -> new InetSocketAddress(address.getHostString(), address.getPort()))
                .ifPresent(address -> http.setProxy(new java.net.Proxy(java.net.Proxy.Type.HTTP, address)));
        try {
            if (connection.authorities().isPresent()) {
                http.trustCertificates(connection.authorities().get().keyStore());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime can't hold certificates", e);
        }
        return http.build();
    }
}
