package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Verb;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.TestCertificates;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod's workload identity, before a stand-in for Microsoft's login. */
class AzureIdentityTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private HttpsServer login;
    private OkHttpClient http;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws Exception {
        TestCertificates authority = TestCertificates.in(directory);
        login = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        login.setHttpsConfigurator(new HttpsConfigurator(tls(authority.server())));
        login.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = answers.getFirst().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answers.getFirst().contains("access_token") ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        login.start();
        http = AzureClients.http(ServerConnection.read(
                SinkSettings.of("test", Map.of("ca", authority.ca().toString()))));
        Path token = Files.writeString(directory.resolve("token"), "the-pods-own");
        environment = Map.of(
                "AZURE_FEDERATED_TOKEN_FILE",
                token.toString(),
                "AZURE_CLIENT_ID",
                "the-client",
                "AZURE_TENANT_ID",
                "the-tenant",
                "AZURE_AUTHORITY_HOST",
                "https://127.0.0.1:" + login.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        login.stop(0);
        http.dispatcher().executorService().shutdown();
    }

    @Test
    void aPodsTokenIsGivenForOneOfStorage() {
        answers.add("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"for-storage\"}");

        String token = identity().getTokenSync(storage()).getToken();

        assertEquals("for-storage", token);
        assertEquals(1, asked.size(), asked::toString);
        assertTrue(asked.getFirst().startsWith("/the-tenant/oauth2/v2.0/token "), asked.getFirst());
        assertTrue(asked.getFirst().contains("client_assertion=the-pods-own"), asked.getFirst());
        assertTrue(asked.getFirst().contains("storage.azure.com"), asked.getFirst());
    }

    @Test
    void aRefusalIsToldByItsNumberOnly() {
        answers.add(
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700213: HUSH\",\"error_codes\":[700213]}");

        RuntimeException thrown =
                assertThrows(RuntimeException.class, () -> identity().getTokenSync(storage()));
        Attempt attempt = new Attempt(Verb.LIST, Optional.empty(), "container 'c'");
        SinkException e = new AzureErrors(attempt, new Account.Login.Identity(Optional.empty()), InstantSource.system())
                .explain(thrown);

        assertEquals(SinkException.Kind.DENIED, e.kind());
        assertEquals("list in container 'c': no access token to be had: AADSTS700213", e.getMessage());
    }

    private TokenCredential identity() {
        return AzureClients.identity(Optional.empty(), http, environment);
    }

    private static TokenRequestContext storage() {
        return new TokenRequestContext().addScopes("https://storage.azure.com/.default");
    }

    private static SSLContext tls(CertifiedKey identity) throws Exception {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(identity.certificate())));
        byte[] key =
                Base64.getMimeDecoder().decode(Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey own = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(key));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", own, new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
