package dev.perigee.test.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.contract.body.PatternBody;
import dev.perigee.test.servers.RealS3;
import dev.perigee.test.servers.TestCertificates;
import dev.perigee.test.servers.WebProxy;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Settings that only a real server can say something about: one MinIO with TLS, a key service and a domain, one plain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SettingTests {

    private static final ObjectKey KEY = ObjectKey.of("some/key");
    private static final String OBJECT = "m/bkt/some/path/some/key";
    private static final List<Long> LENGTHS = List.of(0L, 3L, 6L << 20);
    private static final String KMS_KEY = "perigee-key";
    private static final String KEY_OF_32_BYTES = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String ANOTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String DOMAIN = "s3.test";

    private final StorageSinkProvider provider;
    private final RealS3 plain;
    private Optional<TestCertificates> authority = Optional.empty();
    private Optional<RealS3> secure = Optional.empty();

    /**
     * The settings of a sink. Starts servers.
     *
     * @param provider opens it
     */
    protected SettingTests(StorageSinkProvider provider) {
        this.provider = provider;
        this.plain = RealS3.minio();
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        authority = Optional.of(TestCertificates.in(directory));
        secure = Optional.of(RealS3.minio(
                authority.get().serverWithNamesIn(DOMAIN),
                Map.of("MINIO_DOMAIN", DOMAIN, "MINIO_KMS_SECRET_KEY", KMS_KEY + ":" + KEY_OF_32_BYTES)));
    }

    @AfterAll
    void stop() {
        secure.ifPresent(RealS3::close);
        plain.close();
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedFromAFileAndAsText() throws Exception {
        expectGoesAndComes(secured());
        expectGoesAndComes(S3Settings.with(secured(), "ca", Files.readString(ca())));
    }

    @Test
    void anUnknownAuthorityIsRefusedAndTheCureNamed() {
        SinkException e = refused(S3Settings.of(server().url(), "bkt"));

        assertEquals(Kind.INVALID, e.kind());
        assertTrue(said(e).contains("no trust in the server's certificate"), e.getMessage());
        assertTrue(e.hint().orElseThrow().contains("set ca to"), e.hint().toString());
    }

    @Test
    void theBucketsNameMayStandInTheHostsName() throws Exception {
        try (WebProxy proxy = WebProxy.before(server().port())) {
            expectGoesAndComes(S3Settings.with(
                    secured(),
                    Map.of(
                            "endpoint",
                            "https://" + DOMAIN,
                            "addressing",
                            "virtual-host",
                            "proxy",
                            proxy.url().toString())));

            assertTrue(
                    proxy.passed().stream().anyMatch(line -> line.startsWith("CONNECT bkt." + DOMAIN + ":443")),
                    proxy.passed().toString());
        }
    }

    @Test
    void aProxyThatAsksForALoginGetsIt() throws Exception {
        try (WebProxy proxy = WebProxy.before(plain.port(), "me", "my-password")) {
            Map<String, Object> settings = S3Settings.with(
                    S3Settings.of(plain.url(), "bkt"),
                    Map.of("proxy", proxy.url().toString(), "proxy-user", "me", "proxy-password", "my-password"));
            SinkException e = refused(S3Settings.with(settings, "proxy-password", "the-wrong-one"));
            assertEquals(Kind.DENIED, e.kind(), e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("proxy-user"), e.hint().toString());
            assertFalse(said(e).contains("the-wrong-one"), e.getMessage());
            assertEquals(List.of(), proxy.passed());

            expectGoesAndComes(settings);
            assertFalse(proxy.passed().isEmpty());
        }
    }

    @Test
    void aProxyThatAsksForALoginGetsItBeforeATunnelToo() throws Exception {
        try (WebProxy proxy = WebProxy.before(server().port(), "me", "my-password")) {
            Map<String, Object> settings = S3Settings.with(
                    secured(),
                    Map.of("proxy", proxy.url().toString(), "proxy-user", "me", "proxy-password", "my-password"));
            SinkException e = refused(S3Settings.with(settings, "proxy-password", "the-wrong-one"));
            assertEquals(Kind.DENIED, e.kind(), e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("proxy-user"), e.hint().toString());

            expectGoesAndComes(settings);
            assertTrue(proxy.passed().getFirst().startsWith("CONNECT "));
        }
    }

    @Test
    void theStoreEncryptsWithItsOwnKeys() throws Exception {
        expectGoesAndComes(S3Settings.with(secured(), "encryption", Map.of("type", "sse-s3")));

        assertTrue(stat().contains("\"X-Amz-Server-Side-Encryption\":\"AES256\""), stat());
    }

    @Test
    void theStoreEncryptsWithAKeyOfItsKeyService() throws Exception {
        expectGoesAndComes(S3Settings.with(secured(), "encryption", Map.of("type", "sse-kms", "kms-key", KMS_KEY)));

        assertTrue(stat().contains("\"aws:kms\"") && stat().contains(":" + KMS_KEY + "\""), stat());
    }

    @Test
    void whatIsEncryptedWithOurKeyIsReadWithThatKeyOnly() throws Exception {
        Map<String, Object> settings =
                S3Settings.with(secured(), "encryption", Map.of("type", "sse-c", "key", KEY_OF_32_BYTES));
        expectGoesAndComes(settings);

        Map<String, Object> other =
                S3Settings.with(secured(), "encryption", Map.of("type", "sse-c", "key", ANOTHER_KEY));
        for (Map<String, Object> without : List.of(other, secured())) {
            try (StorageSink sink = open(without)) {
                assertThrows(SinkException.class, () -> sink.get(KEY, 0).close());
            }
        }
    }

    @Test
    void anUnknownKeyOfTheKeyServiceIsRefused() throws Exception {
        Map<String, Object> unknown = Map.of("type", "sse-kms", "kms-key", "no-such-key");
        try (StorageSink sink = open(S3Settings.with(secured(), "encryption", unknown))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, body(3), PutOptions.NONE));

            assertFalse(e.retryable(), e.getMessage());
        }
    }

    @Test
    void tagsAndStorageClassAreTheObjects() throws Exception {
        expectGoesAndComes(S3Settings.with(
                secured(),
                Map.of(
                        "tags",
                        Map.of("team", "etcd/ops @ 2+1", "env", "prod"),
                        "storage-class",
                        "REDUCED_REDUNDANCY")));

        String tags = server().mc("tag", "list", "--json", OBJECT).orFail().stdout();
        assertTrue(tags.contains("\"team\":\"etcd/ops @ 2+1\"") && tags.contains("\"env\":\"prod\""), tags);
        assertTrue(stat().contains("REDUCED_REDUNDANCY"), stat());
    }

    @Test
    void anUnknownStorageClassIsRefusedByName() throws Exception {
        try (StorageSink sink = open(S3Settings.with(secured(), "storage-class", "ATTIC"))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, body(3), PutOptions.NONE));

            assertEquals(Kind.INVALID, e.kind(), e.getMessage());
            assertTrue(
                    e.hint().orElseThrow().contains("storage-class"), e.hint().toString());
        }
    }

    @Test
    void aMissingBucketIsMadeOnlyWhereAllowed() throws Exception {
        Map<String, Object> settings = S3Settings.of(plain.url(), "not-there");
        try (StorageSink sink = open(S3Settings.with(settings, "create-bucket", "false"))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.put(KEY, body(3), PutOptions.NONE));

            assertEquals(Kind.INVALID, e.kind(), e.getMessage());
            assertTrue(
                    e.hint().orElseThrow().contains("create-bucket"), e.hint().toString());
        }
        expectGoesAndComes(settings);
    }

    @Test
    void temporaryKeysTakeTheirToken() throws Exception {
        plain.mc("admin", "user", "add", "m", "lender", "lender-secret").orFail();
        plain.mc("admin", "policy", "attach", "m", "readwrite", "--user", "lender")
                .orFail();
        TemporaryKeys keys = TemporaryKeys.of(plain.url(), "lender", "lender-secret");
        Map<String, Object> settings = S3Settings.as(S3Settings.of(plain.url(), "lent"), keys.id(), keys.secret());
        expectGoesAndComes(S3Settings.with(settings, "session-token", keys.token()));

        assertEquals(Kind.DENIED, refused(settings).kind());
    }

    @Test
    void aKeyInAFileIsReadAgainEachTime(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "yesterdays-secret\n");
        Map<String, Object> settings = new HashMap<>(S3Settings.of(plain.url(), "bkt"));
        settings.remove("secret-key");
        settings.put("secret-key-file", file.toString());
        assertEquals(Kind.DENIED, refused(settings).kind());

        Files.writeString(file, RealS3.SECRET_KEY + "\n");
        expectGoesAndComes(settings);
    }

    private Map<String, Object> secured() {
        return S3Settings.with(S3Settings.of(server().url(), "bkt"), "ca", ca().toString());
    }

    private RealS3 server() {
        return secure.orElseThrow();
    }

    private Path ca() {
        return authority.orElseThrow().ca();
    }

    private String stat() {
        return server().mc("stat", "--json", OBJECT).orFail().stdout();
    }

    private static Body body(long length) {
        return new PatternBody(length, length);
    }

    private SinkException refused(Map<String, Object> settings) {
        return assertThrows(SinkException.class, () -> {
            try (StorageSink sink = open(settings)) {
                sink.list("", "", 1);
            }
        });
    }

    private void expectGoesAndComes(Map<String, Object> settings) throws Exception {
        try (StorageSink sink = open(S3Settings.with(settings, "part-size", "5 MiB"))) {
            for (long length : LENGTHS) {
                sink.put(KEY, body(length), PutOptions.NONE);
                try (InputStream in = sink.get(KEY, 0);
                        InputStream sent = body(length).open(0, length)) {
                    assertArrayEquals(sent.readAllBytes(), in.readAllBytes());
                }
            }
        }
    }

    private StorageSink open(Map<String, Object> settings) throws SinkException {
        return provider.open(SinkSettings.of("test", settings));
    }

    private static String said(SinkException e) {
        return String.valueOf(e.getMessage());
    }
}
