package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way of not getting through has a sentence of its own. */
class FailureTest {

    private static final EtcdSettings PLAIN = EtcdSettings.of(List.of(URI.create("http://unused")));

    @TempDir
    static Path dir;

    private static TestCertificates authority;
    private static RealEtcd plain;
    private static RealEtcd secure;
    private static RealEtcd mutual;
    private static RealEtcd misnamed;
    private static CertifiedKey client;

    @BeforeAll
    static void start() {
        authority = TestCertificates.in(dir.resolve("ours"));
        client = authority.client("root", "EC");
        plain = RealEtcd.start("3.6");
        secure =
                EtcdRecipe.of("3.6").withTls(authority.ca(), authority.server()).start();
        mutual = EtcdRecipe.of("3.7")
                .withMutualTls(authority.ca(), authority.server(), client)
                .start();
        misnamed = EtcdRecipe.of("3.5")
                .withTls(authority.ca(), authority.serverNamed("etcd.example.org"))
                .start();
    }

    @AfterAll
    static void stop() {
        List.of(plain, secure, mutual, misnamed).forEach(RealEtcd::close);
    }

    @Test
    void aPortWhereNobodyListens() {
        expect(Kind.UNREACHABLE, "nobody listens there", URI.create("http://127.0.0.1:" + Ports.free()), PLAIN);
    }

    @Test
    void aHostThatDoesNotExist() {
        expect(
                Kind.UNREACHABLE,
                "there is no host 'no-such-host.invalid'",
                URI.create("http://no-such-host.invalid:2379"),
                PLAIN);
    }

    @Test
    void anEndpointThatIsNone() {
        expect(Kind.INVALID, "must read http://host:2379", URI.create("ftp://127.0.0.1:2379"), PLAIN);
        expect(Kind.INVALID, "must read http://host:2379", URI.create("localhost:2379"), PLAIN);
    }

    @Test
    void aWebServerInEtcdsPlace() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        try {
            expect(
                    Kind.NOT_ETCD,
                    "isn't etcd's client port",
                    URI.create("http://127.0.0.1:" + web.getAddress().getPort()),
                    PLAIN);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            expect(
                    Kind.TIMEOUT,
                    "no answer in time",
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    patience(Duration.ofMillis(300)));
        }
    }

    @Test
    void anInterruptedCallIsCancelledAndTheThreadStaysInterrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            List<Boolean> interrupted = new ArrayList<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                expect(Kind.CANCELLED, "the call was interrupted", endpoint, patience(Duration.ofMinutes(5)));
                interrupted.add(Thread.currentThread().isInterrupted());
            });
            try (Socket _ =
                    silent.accept()) { // held: a socket that nobody has any more is collected, and closed by that
                caller.interrupt();
                caller.join();
            }

            assertEquals(List.of(true), interrupted);
        }
    }

    @Test
    void aServerThatHangsUp() throws IOException {
        try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUp(rude));

            expect(
                    Kind.UNREACHABLE,
                    "the connection was lost",
                    URI.create("http://127.0.0.1:" + rude.getLocalPort()),
                    PLAIN);
        }
    }

    @Test
    void aResetDuringACall() {
        try (FaultProxy proxy = FaultProxy.before("127.0.0.1", plain.endpoint().getPort())) {
            proxy.inject(new FaultProxy.Fault.Reset(200));

            expect(Kind.UNREACHABLE, "the connection was lost", URI.create("http://127.0.0.1:" + proxy.port()), PLAIN);
        }
    }

    @Test
    void plainTextToATlsPort() {
        expect(
                Kind.UNREACHABLE,
                "if it wants TLS, write https://",
                URI.create("http://127.0.0.1:" + secure.endpoint().getPort()),
                PLAIN);
    }

    @Test
    void tlsToAPlainPort() {
        expect(
                Kind.UNREACHABLE,
                "if it doesn't speak TLS, write http://",
                URI.create("https://127.0.0.1:" + plain.endpoint().getPort()),
                PLAIN);
    }

    @Test
    void aCertificateThatTheSystemDoesNotTrust() {
        expect(Kind.TLS, "isn't signed by the trusted CA", secure.endpoint(), PLAIN);
    }

    @Test
    void theWrongCa() {
        TestCertificates stranger = TestCertificates.in(dir.resolve("stranger"));

        expect(Kind.TLS, "isn't signed by the trusted CA", secure.endpoint(), tls(stranger.ca()));
    }

    @Test
    void aCertificateThatHasExpired() {
        try (RealEtcd expired = EtcdRecipe.of("3.6")
                .withTls(authority.ca(), authority.expiredServer())
                .start()) {
            expect(Kind.TLS, "the member's certificate has expired", expired.endpoint(), tls(authority.ca()));
        }
    }

    @Test
    void aCertificateMadeOutToAnotherName() {
        expect(Kind.TLS, "made out to another name", misnamed.endpoint(), tls(authority.ca()));
    }

    @Test
    void noClientCertificateWhereOneIsWanted() {
        expect(Kind.TLS, "it may want a client certificate", mutual.endpoint(), tls(authority.ca()));
    }

    @Test
    void aClientCertificateOfAStranger() {
        CertifiedKey strange = TestCertificates.in(dir.resolve("strange")).client("root", "EC");

        expect(Kind.TLS, "it may want a client certificate", mutual.endpoint(), tls(authority.ca(), strange));
    }

    @Test
    void filesThatAreMissingOrNoPem() throws IOException {
        Path junk = Files.writeString(dir.resolve("junk"), "junk");

        expect(Kind.SETTINGS, "there is no file", secure.endpoint(), tls(dir.resolve("absent.pem")));
        expect(Kind.SETTINGS, "junk", secure.endpoint(), tls(junk));
        expect(
                Kind.SETTINGS,
                "holds no private key",
                secure.endpoint(),
                tls(authority.ca(), new CertifiedKey(client.certificate(), junk)));
    }

    private static void expect(Kind kind, String sentence, URI endpoint, EtcdSettings settings) {
        EtcdException failure = assertThrows(EtcdException.class, () -> {
            try (EtcdConnection connection = EtcdConnection.open(settings, endpoint)) {
                connection.status();
            }
        });

        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertEquals(Optional.of(endpoint), failure.endpoint());
    }

    private static EtcdSettings patience(Duration commandTimeout) {
        return new EtcdSettings(
                PLAIN.endpoints(),
                PLAIN.tls(),
                PLAIN.credentials(),
                PLAIN.dialTimeout(),
                commandTimeout,
                PLAIN.idleTimeout());
    }

    private static EtcdSettings tls(Path ca) {
        return TestSettings.with(
                new TlsSettings(Optional.of(ca), Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    private static EtcdSettings tls(Path ca, CertifiedKey own) {
        return TestSettings.with(new TlsSettings(
                Optional.of(ca), Optional.of(own.certificate()), Optional.of(own.key()), Optional.empty(), false));
    }

    private static void hangUp(ServerSocket rude) {
        while (!rude.isClosed()) {
            try (Socket client = rude.accept()) {
                client.getInputStream().read();
            } catch (IOException theClientWentFirst) {
                continue;
            }
        }
    }
}
