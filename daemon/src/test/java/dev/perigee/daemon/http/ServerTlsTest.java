package dev.perigee.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.daemon.tls.PemFiles;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.LastRuns;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes: who gets in with which certificate, and that new files count from the next connection on. */
class ServerTlsTest {

    @TempDir
    static Path shared;

    private static TestCertificates ours;
    private static TestCertificates others;

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;
    private Path authorities;
    private Engine engine;
    private HttpFront front;

    @BeforeAll
    static void makeAuthorities() {
        ours = TestCertificates.in(shared.resolve("ours"));
        others = TestCertificates.in(shared.resolve("others"));
    }

    @BeforeEach
    void make() throws Exception {
        certificate = folder.resolve("server.crt");
        key = folder.resolve("server.key");
        authorities = folder.resolve("clients.crt");
        serve(ours.server());
        Files.copy(ours.ca(), authorities);
    }

    @AfterEach
    void close() {
        front.close();
        engine.close();
    }

    private void serve(CertifiedKey pair) throws IOException {
        Files.copy(pair.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(pair.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    private void open(String more) throws Exception {
        Path config = Files.writeString(folder.resolve("perigee.conf"), """
                perigee.http {
                  listen = "127.0.0.1:0"
                  operate-tokens = ["%1$s/operate.token"]
                  tls { cert = "%2$s", key = "%3$s" }
                  %4$s
                }
                """.formatted(folder, certificate, key, more));
        engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString(), "PERIGEE_STATE_DIR", folder.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
        DaemonWatch watch = new DaemonWatch(
                () -> engine.run(new StatusRequest()), InstantSource.system(), new LastRuns(folder.resolve("jobs")));
        HttpSettings settings = engine.http().orElseThrow();
        front = HttpFront.open(
                settings, new Answers(engine, watch, job -> Optional.empty(), () -> {}, () -> Duration.ZERO, settings));
        front.begin();
    }

    private void openToClientsOf(String may) throws Exception {
        open("tls { client-ca = \"" + authorities + "\", clients-may = " + may + " }");
    }

    /** A new client at each request: no connection and no session is used again. */
    private HttpResponse<String> ask(String method, String path, CertifiedKey client, String token) throws Exception {
        SSLContext context =
                PemFiles.client(Optional.of(client.certificate()), Optional.of(client.key()), Optional.of(ours.ca()));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + front.address().getPort() + path))
                .method(method, BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private void askWithoutCertificate() throws Exception {
        SSLContext context = PemFiles.client(Optional.empty(), Optional.empty(), Optional.of(ours.ca()));
        URI health = URI.create("https://127.0.0.1:" + front.address().getPort() + "/healthz");
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
        }
    }

    private int status(String method, String path, CertifiedKey client) throws Exception {
        return ask(method, path, client, "").statusCode();
    }

    private static BigInteger serial(HttpResponse<String> answer) throws Exception {
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0]).getSerialNumber();
    }

    @Test
    void onlyAClientWithAGoodCertificateOfOurAuthorityGetsIn() throws Exception {
        openToClientsOf("read");

        assertEquals(200, status("GET", "/healthz", ours.client("monitor", "EC")));
        assertEquals(200, status("GET", "/api/v1/jobs", ours.client("monitor", "RSA")));
        assertThrows(IOException.class, () -> status("GET", "/healthz", others.client("monitor", "EC")));
        assertThrows(IOException.class, () -> status("GET", "/healthz", ours.expiredServer()));
        assertThrows(IOException.class, this::askWithoutCertificate);
    }

    @Test
    void aCertificateAllowsWhatTheConfigurationSays() throws Exception {
        openToClientsOf("read");
        assertEquals(403, status("POST", "/api/v1/reload", ours.client("monitor", "EC")));
        front.close();
        engine.close();

        openToClientsOf("operate");
        assertEquals(200, status("POST", "/api/v1/reload", ours.client("operator", "EC")));
    }

    @Test
    void aRenewedCertificateIsServedWithoutARestart() throws Exception {
        open("");
        CertifiedKey anybody = ours.client("anybody", "EC");
        BigInteger before = serial(ask("GET", "/healthz", anybody, ""));

        serve(ours.server());

        assertNotEquals(before, serial(ask("GET", "/healthz", anybody, "")));
    }

    @Test
    void whileANewCertificateCantBeReadTheOldOneServes() throws Exception {
        open("");
        CertifiedKey anybody = ours.client("anybody", "EC");
        BigInteger before = serial(ask("GET", "/healthz", anybody, ""));

        Files.writeString(certificate, "half a cert");

        assertEquals(before, serial(ask("GET", "/healthz", anybody, "")));
    }

    @Test
    void untilTheKeyOfANewCertificateHasComeTheOldOneServes() throws Exception {
        open("");
        CertifiedKey anybody = ours.client("anybody", "EC");
        BigInteger before = serial(ask("GET", "/healthz", anybody, ""));
        CertifiedKey renewed = ours.client("localhost", "EC");

        Files.copy(renewed.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);

        assertEquals(before, serial(ask("GET", "/healthz", anybody, "")));
        OperationException refused = assertThrows(
                OperationException.class,
                () -> ServerTls.of(
                        new HttpSettings.HttpTls(certificate, key, Optional.empty(), HttpSettings.Right.READ)));
        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
    }

    @Test
    void anAuthorityThatIsTakenAwayLetsNobodyInFromThenOn() throws Exception {
        openToClientsOf("read");
        CertifiedKey old = ours.client("monitor", "EC");
        assertEquals(200, status("GET", "/healthz", old));

        Files.copy(others.ca(), authorities, StandardCopyOption.REPLACE_EXISTING);

        assertThrows(IOException.class, () -> status("GET", "/healthz", old));
        assertEquals(200, status("GET", "/healthz", others.client("monitor", "EC")));
    }

    @Test
    void aNewTokenWorksAtOnceAndTheOldOneNoLonger() throws Exception {
        open("");
        CertifiedKey anybody = ours.client("anybody", "EC");
        Path token = Files.writeString(folder.resolve("operate.token"), "the-first-token-of-all\n");
        assertEquals(
                200,
                ask("POST", "/api/v1/reload", anybody, "the-first-token-of-all").statusCode());

        Files.writeString(token, "the-second-token-of-all\n");

        assertEquals(
                401,
                ask("POST", "/api/v1/reload", anybody, "the-first-token-of-all").statusCode());
        assertEquals(
                200,
                ask("POST", "/api/v1/reload", anybody, "the-second-token-of-all")
                        .statusCode());
    }
}
