package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.servers.RealAzurite;
import dev.perigee.test.servers.TestCertificates;
import dev.perigee.test.servers.WebProxy;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server: an authority of one's own, a proxy. */
class AzureConnectionTest {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    static Path directory;

    private static TestCertificates authority;
    private static RealAzurite server;

    @BeforeAll
    static void start() {
        authority = TestCertificates.in(directory);
        server = RealAzurite.start(authority.server());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedFromAFileAndAsText() throws Exception {
        expectGoesAndComes(settings(authority.ca().toString()));
        expectGoesAndComes(settings(Files.readString(authority.ca())));
    }

    @Test
    void anUnknownAuthorityIsRefusedAndTheCureNamed() throws Exception {
        try (StorageSink sink = TestSettings.open(TestSettings.of(server.url(), "bkt"))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.list("", "", 1));

            assertEquals(Kind.INVALID, e.kind());
            assertTrue(e.getMessage().contains("no trust in the server's certificate"), e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("set ca to"));
        }
    }

    @Test
    void aProxyLeadsToTheServer() throws Exception {
        try (WebProxy proxy = WebProxy.before(server.port())) {
            Map<String, Object> settings = settings(authority.ca().toString());
            expectGoesAndComes(TestSettings.with(settings, "proxy", proxy.url().toString()));

            assertFalse(proxy.passed().isEmpty());
            assertTrue(proxy.passed().getFirst().startsWith("CONNECT 127.0.0.1:" + server.port()));
        }
    }

    @Test
    void aProxyThatAsksForALoginGetsIt() throws Exception {
        try (WebProxy proxy = WebProxy.before(server.port(), "me", "my-password")) {
            Map<String, Object> settings = TestSettings.with(
                    settings(authority.ca().toString()), "proxy", proxy.url().toString());
            Map<String, Object> known =
                    TestSettings.with(TestSettings.with(settings, "proxy-user", "me"), "proxy-password", "my-password");
            expectGoesAndComes(known);
            try (StorageSink sink = TestSettings.open(settings)) {
                SinkException e = assertThrows(SinkException.class, () -> sink.list("", "", 1));

                assertEquals(Kind.DENIED, e.kind(), e.getMessage());
                assertTrue(e.hint().orElseThrow().contains("proxy-user"), e.getMessage());
            }
        }
    }

    private static Map<String, Object> settings(String ca) {
        return TestSettings.with(TestSettings.of(server.url(), "bkt"), "ca", ca);
    }

    private static void expectGoesAndComes(Map<String, Object> settings) throws Exception {
        try (StorageSink sink = TestSettings.open(settings)) {
            sink.put(KEY, new BytesBody(BYTES), PutOptions.NONE);
            try (InputStream in = sink.get(KEY, 0)) {
                assertArrayEquals(BYTES, in.readAllBytes());
            }
        }
    }
}
