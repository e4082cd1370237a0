package dev.perigee.sink.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.util.Configuration;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import dev.perigee.api.Secret;
import dev.perigee.sink.kit.connect.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import reactor.core.publisher.Mono;

/** Builds what requests go through: our login and one HTTP client. No retries, no logs, no telemetry, no redirects. */
final class AzureClients {

    private static final String SCOPE = "https://storage.azure.com/.default";

    private static final int MANY = 256;

    /** Held on to, or their levels would be forgotten with them. They tell of each failure beside throwing it. */
    private static final List<Logger> TALKATIVE = Stream.of("com.azure", "com.microsoft.aad", "reactor")
            .map(Logger::getLogger)
            .toList();

    static {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private AzureClients() {}

    /** Does no network I/O. The client's connections are to be evicted in the end. */
    static HttpPipeline pipeline(Account account, OkHttpClient http, Map<String, String> environment) {
        HttpClient client =
                azure(http.newBuilder().addInterceptor(OneTry::ofStore).build());
        HttpPipelinePolicy login = switch (account.login()) {
            case Account.Login.SharedKey(Secret key) ->
                new StorageSharedKeyCredentialPolicy(new StorageSharedKeyCredential(account.name(), key.reveal()));
            case Account.Login.Sas(Secret token) ->
                new AzureSasCredentialPolicy(new AzureSasCredential(token.reveal()), false);
            case Account.Login.Identity(Optional<String> clientId) ->
                new BearerTokenAuthenticationPolicy(forStorageOnly(identity(clientId, http, environment)), SCOPE);
        };
        return new HttpPipelineBuilder()
                .httpClient(client)
                .policies(new RequestIdPolicy(), new AddDatePolicy(), login)
                .build();
    }

    /** Whatever scope or tenant a server's challenge names. */
    private static TokenCredential forStorageOnly(TokenCredential identity) {
        return new TokenCredential() {
            @Override
            public Mono<AccessToken> getToken(TokenRequestContext asked) {
                return identity.getToken(new TokenRequestContext().addScopes(SCOPE));
            }

            @Override
            public AccessToken getTokenSync(TokenRequestContext asked) {
                return identity.getTokenSync(new TokenRequestContext().addScopes(SCOPE));
            }
        };
    }

    /** One of them, by what is set: asking each in turn would take minutes where there is none, and hide the failure. */
    static TokenCredential identity(Optional<String> clientId, OkHttpClient http, Map<String, String> environment) {
        Optional<String> client = clientId.or(() -> Optional.ofNullable(environment.get("AZURE_CLIENT_ID")));
        if (environment.containsKey("AZURE_FEDERATED_TOKEN_FILE")) {
            WorkloadIdentityCredentialBuilder workload = new WorkloadIdentityCredentialBuilder()
                    .tokenFilePath(environment.get("AZURE_FEDERATED_TOKEN_FILE"))
                    .disableInstanceDiscovery() // the environment is believed, and nobody else asked about it
                    .pipeline(plain(http));
            client.ifPresent(workload::clientId);
            Optional.ofNullable(environment.get("AZURE_TENANT_ID")).ifPresent(workload::tenantId);
            Optional.ofNullable(environment.get("AZURE_AUTHORITY_HOST")).ifPresent(workload::authorityHost);
            return workload.build();
        }
        if (environment.containsKey("AZURE_CLIENT_SECRET")
                || environment.containsKey("AZURE_CLIENT_CERTIFICATE_PATH")) {
            return new EnvironmentCredentialBuilder().pipeline(plain(http)).build();
        }
        OkHttpClient direct =
                http.newBuilder().proxy(java.net.Proxy.NO_PROXY).build(); // it answers on the machine itself
        ManagedIdentityCredentialBuilder managed =
                new ManagedIdentityCredentialBuilder().maxRetry(1).pipeline(plain(direct));
        client.ifPresent(managed::clientId);
        return managed.build();
    }

    private static HttpPipeline plain(OkHttpClient http) {
        return new HttpPipelineBuilder().httpClient(azure(http)).build();
    }

    private static HttpClient azure(OkHttpClient http) {
        return new OkHttpAsyncHttpClientBuilder(http)
                .configuration(Configuration.NONE)
                .connectionTimeout(Duration.ofMillis(http.connectTimeoutMillis()))
                .readTimeout(Duration.ofMillis(http.readTimeoutMillis()))
                .responseTimeout(Duration.ofMillis(http.readTimeoutMillis()))
                .writeTimeout(Duration.ofMillis(http.writeTimeoutMillis()))
                .build();
    }

    static OkHttpClient http(ServerConnection connection) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(MANY);
        dispatcher.setMaxRequestsPerHost(MANY);
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .proxy(connection.route())
                .connectTimeout(connection.connectTimeout())
                .readTimeout(connection.readTimeout())
                .writeTimeout(connection.readTimeout())
                .addNetworkInterceptor(new OneTry());
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
