package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobWriteSessionConfigs;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.connect.TrustedCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
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
        NetHttpTransport.Builder http = new NetHttpTransport.Builder().setProxy(connection.route());
        connection.authorities().map(TrustedCertificates::socketFactory).ifPresent(http::setSslSocketFactory);
        return http.build();
    }

    /**
     * One request, one answer. The library's own "no retry" settings are not enough: its reader would ask for ever when
     * answers break off without a byte.
     */
    private static final class NoRetries extends BasicResultRetryAlgorithm<Object> implements StorageRetryStrategy {

        private static final long serialVersionUID = 1L;

        @Override
        public ResultRetryAlgorithm<?> getIdempotentHandler() {
            return this;
        }

        @Override
        public ResultRetryAlgorithm<?> getNonidempotentHandler() {
            return this;
        }

        @Override
        public boolean shouldRetry(Throwable thrown, Object response) {
            return false;
        }
    }
}
