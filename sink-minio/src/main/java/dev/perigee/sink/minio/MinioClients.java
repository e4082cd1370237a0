package dev.perigee.sink.minio;

import dev.perigee.api.Secret;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.connect.ServerConnection;
import io.minio.MinioAsyncClient;
import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.MinioClientConfigProvider;
import io.minio.credentials.MinioEnvironmentProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Builds the client. Does no network I/O. */
final class MinioClients {

    private static final int MANY = 256;

    private MinioClients() {}

    static StreamingClient open(MinioSinkConfig config, Calls calls) throws SinkException {
        try {
            OkHttpClient http = http(config.common().connection(), calls);
            MinioAsyncClient client = MinioAsyncClient.builder()
                    .endpoint(config.endpoint().toString())
                    // Always given: without it, the client first asks for the bucket's, which takes a permission more.
                    .region(config.common().region())
                    .credentialsProvider(provider(config, http))
                    .httpClient(http, true)
                    .build();
            if (config.pathStyle()) {
                client.disableVirtualStyleEndpoint();
            } else {
                client.enableVirtualStyleEndpoint();
            }
            return new StreamingClient(client);
        } catch (IllegalArgumentException e) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.empty(),
                    "minio-java can't be set up: " + e.getMessage(),
                    Optional.of("check endpoint and region"),
                    Optional.of(e));
        }
    }

    /** MinIO's own sources first: its environment, mc's configuration, then those of AWS. */
    private static Provider provider(MinioSinkConfig config, OkHttpClient http) {
        return config.common()
                .keys()
                .<Provider>map(keys -> new StaticProvider(
                        keys.id().reveal(),
                        keys.secret().reveal(),
                        keys.token().map(Secret::reveal).orElse(null)))
                .orElseGet(() -> new ChainedProvider(
                        new MinioEnvironmentProvider(),
                        new AwsEnvironmentProvider(),
                        new MinioClientConfigProvider(null, config.alias().orElse(null)),
                        new AwsConfigProvider(null, config.profile().orElse(null)),
                        new IamAwsProvider(null, http)));
    }

    /** Not minio-java's default client: that one repeats requests, follows redirects and waits five minutes. */
    private static OkHttpClient http(ServerConnection connection, Calls calls) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(MANY);
        dispatcher.setMaxRequestsPerHost(MANY);
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .eventListenerFactory(calls)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .proxy(connection.route())
                .connectTimeout(connection.connectTimeout())
                .readTimeout(connection.readTimeout())
                .writeTimeout(connection.readTimeout())
                .addInterceptor(new OneTry());
        connection.proxy().flatMap(ServerConnection.Proxy::authorization).ifPresent(word -> login(http, word));
        connection
                .authorities()
                .ifPresent(trusted -> http.sslSocketFactory(trusted.socketFactory(), trusted.trustManager()));
        return http.build();
    }

    /** Said at once, for a body that is sent once can't wait for the question; to a server of TLS it goes with the tunnel. */
    private static void login(OkHttpClient.Builder http, String word) {
        String header = "Proxy-Authorization";
        http.proxyAuthenticator((route, response) -> response.request().header(header) != null
                ? null
                : response.request().newBuilder().header(header, word).build());
        http.addInterceptor(chain -> chain.proceed(
                chain.request().isHttps()
                        ? chain.request()
                        : chain.request().newBuilder().header(header, word).build()));
    }
}
