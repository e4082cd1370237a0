package dev.perigee.sink.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.AccessKeys;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.multipart.PartSizes;
import dev.perigee.sink.kit.s3.Encryption;
import dev.perigee.sink.kit.s3.ObjectOptions;
import dev.perigee.sink.kit.s3.S3Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SinkConfigTest {

    private static final String KEY_OF_32_BYTES = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void regionAndBucketAreEnoughForAws() {
        S3SinkConfig config = read(Map.of("region", "eu-central-1", "bucket", "etcd"));

        assertEquals(Optional.empty(), config.common().endpoint());
        assertEquals("", config.common().place().keyPrefix());
        assertFalse(config.pathStyle());
        assertFalse(config.common().place().create());
        assertEquals(S3Settings.Removal.MARKER, config.common().removal());
        assertEquals(Optional.empty(), config.common().keys());
        assertEquals(Optional.empty(), config.profile());
        assertEquals(
                new ServerConnection(
                        Optional.empty(), Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(60)),
                config.common().connection());
        assertEquals(
                new ObjectOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        PartChecksum.Use.WHEN_SUPPORTED),
                config.common().storing());
        assertEquals(
                new PartSizes(512 * 1024, 16 * 1024 * 1024, 4), config.common().transfer());
    }

    @Test
    void everySettingIsRead() {
        Map<String, Object> all = new HashMap<>();
        all.put("endpoint", "https://s3.example.org:9000");
        all.put("region", "eu-west-3");
        all.put("bucket", "etcd");
        all.put("path", "/backups/prod/");
        all.put("addressing", "virtual-host");
        all.put("create-bucket", true);
        all.put("delete", "all-versions");
        all.put("access-key", "id");
        all.put("secret-key", "secret");
        all.put("session-token", "token");
        all.put("proxy", "http://proxy:3128");
        all.put("proxy-user", "user");
        all.put("proxy-password", "password");
        all.put("connect-timeout", "3s");
        all.put("read-timeout", "2m");
        all.put("encryption", Map.of("type", "sse-c", "key", KEY_OF_32_BYTES));
        all.put("storage-class", "STANDARD_IA");
        all.put("tags", Map.of("team", "etcd"));
        all.put("object-lock", Map.of("mode", "compliance", "for", "30d"));
        all.put("checksum", "when-required");
        all.put("multipart-above", "1 GiB");
        all.put("part-size", "64 MiB");
        all.put("parallel-parts", 8);
        SinkSettings settings = SinkSettings.of("test", all);

        S3SinkConfig config = S3SinkConfig.read(settings);

        assertEquals(Set.of(), settings.unread());
        assertEquals(
                Optional.of(URI.create("https://s3.example.org:9000")),
                config.common().endpoint());
        assertEquals("eu-west-3", config.common().region());
        assertEquals("backups/prod/", config.common().place().keyPrefix());
        assertFalse(config.pathStyle());
        assertTrue(config.common().place().create());
        assertEquals(S3Settings.Removal.ALL_VERSIONS, config.common().removal());
        assertEquals(
                new AccessKeys(Secret.of("id"), Secret.of("secret"), Optional.of(Secret.of("token"))),
                config.common().keys().orElseThrow());
        assertEquals(
                new ServerConnection.Proxy(
                        URI.create("http://proxy:3128"), Optional.of("user"), Optional.of(Secret.of("password"))),
                config.common().connection().proxy().orElseThrow());
        assertEquals(Duration.ofSeconds(3), config.common().connection().connectTimeout());
        assertEquals(Duration.ofMinutes(2), config.common().connection().readTimeout());
        assertEquals(
                new ObjectOptions(
                        Optional.of(new Encryption.Customer(Secret.of(KEY_OF_32_BYTES))),
                        Optional.of("STANDARD_IA"),
                        Map.of("team", "etcd"),
                        Optional.of(new ObjectLock<>(
                                ObjectOptions.LockMode.COMPLIANCE, Optional.of(Duration.ofDays(30)), false)),
                        PartChecksum.Use.WHEN_REQUIRED),
                config.common().storing());
        assertEquals(new PartSizes(1L << 30, 64L << 20, 8), config.common().transfer());
    }

    @Test
    void secretsComeFromFilesToo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "from-a-file\n");

        S3SinkConfig config = read(Map.of(
                "endpoint", "http://s3:9000", "bucket", "b", "access-key", "id", "secret-key-file", file.toString()));

        assertEquals(
                Secret.of("from-a-file"), config.common().keys().orElseThrow().secret());
    }

    @Test
    void noSecretIsPrinted() {
        String printed = read(Map.of(
                        "endpoint", "http://s3:9000",
                        "bucket", "b",
                        "access-key", "the-id",
                        "secret-key", "the-secret",
                        "session-token", "the-token",
                        "proxy", "http://proxy:1",
                        "proxy-user", "the-user",
                        "proxy-password", "the-password",
                        "encryption", Map.of("type", "sse-c", "key", KEY_OF_32_BYTES)))
                .toString();

        for (String secret : Set.of("the-id", "the-secret", "the-token", "the-password", KEY_OF_32_BYTES)) {
            assertFalse(printed.contains(secret), printed);
        }
    }

    @Test
    void anEndpointOfOnesOwnMeansPathStyle() {
        assertTrue(read(Map.of("endpoint", "http://s3:9000", "bucket", "b")).pathStyle());
    }

    @Test
    void anAccessPointStandsForABucket() {
        String arn = "arn:aws:s3:eu-central-1:123456789012:accesspoint/etcd";

        assertEquals(
                arn,
                read(Map.of("region", "eu-central-1", "bucket", arn))
                        .common()
                        .place()
                        .bucket());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused("region", Map.of("bucket", "b"));
        refused("bucket", Map.of("region", "r"));
        refused("bucket", Map.of("region", "r", "bucket", "s3://etcd"));
        refused("bucket", Map.of("region", "r", "bucket", "etcd/production"));
        refused("path", Map.of("region", "r", "bucket", "b", "path", "a/../b"));
        for (String name : List.of("Etcd", "192.168.5.4", "a..b", "et_cd", "-etcd", "etcd.")) {
            refused("bucket", Map.of("region", "r", "bucket", name));
            refused("bucket", Map.of("region", "r", "bucket", name, "endpoint", "https://s3.eu-west-3.amazonaws.com"));
        }
        Map<String, String> tags = new HashMap<>();
        for (int tag = 0; tag < 11; tag++) {
            tags.put("tag" + tag, "x");
        }
        refused("tags", Map.of("region", "r", "bucket", "b", "tags", tags));
        refused("endpoint", Map.of("endpoint", "s3.example.org", "bucket", "b"));
        refused("endpoint", Map.of("endpoint", "https://me:secret@s3.example.org", "bucket", "b"));
        refused("secret-key", Map.of("region", "r", "bucket", "b", "access-key", "id"));
        refused("access-key", Map.of("region", "r", "bucket", "b", "secret-key", "s"));
        refused("session-token", Map.of("region", "r", "bucket", "b", "session-token", "t"));
        refused("profile", Map.of("region", "r", "bucket", "b", "access-key", "i", "secret-key", "s", "profile", "p"));
        refused("object-lock.mode", Map.of("region", "r", "bucket", "b", "object-lock", Map.of("for", "1d")));
        refused("object-lock.for", Map.of("region", "r", "bucket", "b", "object-lock", Map.of("mode", "governance")));
        refused(
                "object-lock.for",
                Map.of("region", "r", "bucket", "b", "object-lock", Map.of("mode", "governance", "for", "0s")));
        refused("encryption.key", Map.of("region", "r", "bucket", "b", "encryption", Map.of("type", "sse-c")));
        refused(
                "encryption.key",
                Map.of("region", "r", "bucket", "b", "encryption", Map.of("type", "sse-c", "key", "short")));
        refused("encryption.kms-key", Map.of("region", "r", "bucket", "b", "encryption", Map.of("kms-key", "k")));
        refused("part-size", Map.of("region", "r", "bucket", "b", "part-size", "1 MiB"));
        refused("ca", Map.of("region", "r", "bucket", "b", "ca", "/does/not/exist.pem"));
    }

    @Test
    void whatServersOfTheirOwnAndAccessPointsAreCalledIsTaken() {
        String arn = "arn:aws:s3:eu-west-3:123456789012:accesspoint/etcd";

        assertEquals(
                arn, read(Map.of("region", "r", "bucket", arn)).common().place().bucket());
        assertEquals(
                "Et_cd",
                read(Map.of("bucket", "Et_cd", "endpoint", "http://minio:9000"))
                        .common()
                        .place()
                        .bucket());
    }

    @Test
    void partsGrowWithTheBodySoThatTenThousandAreEnough() {
        PartSizes transfer = new PartSizes(0, 16L << 20, 4);

        assertEquals(16L << 20, transfer.partSizeFor(1));
        long large = 5L << 40;
        assertTrue(transfer.partSizeFor(large) * PartSizes.MAX_PARTS >= large);
        assertEquals(0, transfer.partSizeFor(large) % (1L << 20));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', s3://aws/etcd/",
        "https://s3.eu-west-3.amazonaws.com/, '', s3://aws/etcd/",
        "https://s3.cn-north-1.amazonaws.com.cn, x, s3://aws/etcd/x",
        "https://amazonaws.com.example, x, s3://amazonaws.com.example:443/etcd/x",
        "http://MinIO:9000/, /x/, s3://minio:9000/etcd/x",
        "http://minio, x, s3://minio:80/etcd/x",
        "https://s3.example.org., x, s3://s3.example.org:443/etcd/x"
    })
    void thePlaceIsTheSameHoweverItIsSpelt(String endpoint, String path, String place) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("bucket", "etcd", "path", path, "region", "eu-west-3"));
        if (!endpoint.isEmpty()) {
            settings.put("endpoint", endpoint);
        }

        assertEquals(
                Optional.of(SinkPlace.store(place)), new S3SinkProvider().place(SinkSettings.of("test", settings)));
    }

    private static S3SinkConfig read(Map<String, Object> settings) {
        return S3SinkConfig.read(SinkSettings.of("test", settings));
    }

    private static void refused(String key, Map<String, Object> settings) {
        SettingException e = assertThrows(SettingException.class, () -> read(settings));
        assertEquals(key, e.key());
        assertFalse(e.getMessage().contains("secret@"), e.getMessage());
    }
}
