package dev.perigee.test.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.api.SettingException;
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

/** How the settings that all S3 sinks have are read; nothing is asked of a server. */
public abstract class ReadSettingsTests {

    private static final String KEY_OF_32_BYTES = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** For a sink's own class of tests. */
    protected ReadSettingsTests() {}

    /**
     * Reads a sink's block as the sink does.
     *
     * @param settings the block
     * @return its meaning, as the sink holds it
     */
    protected abstract Record config(SinkSettings settings);

    /**
     * Reads a sink's block as the sink does.
     *
     * @param settings the block
     * @return what all S3 sinks have of it
     */
    protected abstract S3Settings common(SinkSettings settings);

    @Test
    void endpointAndBucketAreEnough() {
        S3Settings config = common(settings(Map.of()));

        assertEquals(Optional.of(URI.create("http://s3:9000")), config.endpoint());
        assertEquals("us-east-1", config.region());
        assertEquals("", config.place().keyPrefix());
        assertFalse(config.place().create());
        assertEquals(S3Settings.Removal.MARKER, config.removal());
        assertEquals(Optional.empty(), config.keys());
        assertEquals(
                new ServerConnection(
                        Optional.empty(), Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(60)),
                config.connection());
        assertEquals(
                new ObjectOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        PartChecksum.Use.WHEN_SUPPORTED),
                config.storing());
        assertEquals(new PartSizes(512 * 1024, 16 * 1024 * 1024, 4), config.transfer());
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

        S3Settings config = common(settings);

        assertEquals(Set.of(), settings.unread());
        assertEquals(Optional.of(URI.create("https://s3.example.org:9000")), config.endpoint());
        assertEquals("eu-west-3", config.region());
        assertEquals("backups/prod/", config.place().keyPrefix());
        assertTrue(config.place().create());
        assertEquals(S3Settings.Addressing.VIRTUAL_HOST, config.addressing());
        assertEquals(S3Settings.Removal.ALL_VERSIONS, config.removal());
        assertEquals(
                Optional.of(new AccessKeys(Secret.of("id"), Secret.of("secret"), Optional.of(Secret.of("token")))),
                config.keys());
        assertEquals(
                new ServerConnection(
                        Optional.empty(),
                        Optional.of(new ServerConnection.Proxy(
                                URI.create("http://proxy:3128"),
                                Optional.of("user"),
                                Optional.of(Secret.of("password")))),
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(2)),
                config.connection());
        assertEquals(
                new ObjectOptions(
                        Optional.of(new Encryption.Customer(Secret.of(KEY_OF_32_BYTES))),
                        Optional.of("STANDARD_IA"),
                        Map.of("team", "etcd"),
                        Optional.of(new ObjectLock<>(
                                ObjectOptions.LockMode.COMPLIANCE, Optional.of(Duration.ofDays(30)), false)),
                        PartChecksum.Use.WHEN_REQUIRED),
                config.storing());
        assertEquals(new PartSizes(1L << 30, 64L << 20, 8), config.transfer());
    }

    @Test
    void secretsComeFromFilesToo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "from-a-file\n");

        S3Settings config = common(settings(Map.of("access-key", "id", "secret-key-file", file.toString())));

        assertEquals(Secret.of("from-a-file"), config.keys().orElseThrow().secret());
    }

    @Test
    void noSecretIsPrinted() {
        String printed = config(settings(Map.of(
                        "access-key", "the-id",
                        "secret-key", "the-secret",
                        "session-token", "the-token",
                        "proxy", "http://proxy:1",
                        "proxy-user", "the-user",
                        "proxy-password", "the-password",
                        "encryption", Map.of("type", "sse-c", "key", KEY_OF_32_BYTES))))
                .toString();

        for (String secret : Set.of("the-id", "the-secret", "the-token", "the-password", KEY_OF_32_BYTES)) {
            assertFalse(printed.contains(secret), printed);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        for (String bucket : List.of("s3://etcd", "etcd/production")) {
            refused("bucket", Map.of("bucket", bucket));
        }
        Map<String, String> tags = new HashMap<>();
        for (int tag = 0; tag < 11; tag++) {
            tags.put("tag" + tag, "x");
        }
        refused("tags", Map.of("tags", tags));
        refused("path", Map.of("path", "a/../b"));
        refused("endpoint", Map.of("endpoint", "s3.example.org"));
        refused("endpoint", Map.of("endpoint", "https://me:secret@s3.example.org"));
        refused("secret-key", Map.of("access-key", "id"));
        refused("access-key", Map.of("secret-key", "s"));
        refused("session-token", Map.of("session-token", "t"));
        refused("profile", Map.of("access-key", "i", "secret-key", "s", "profile", "p"));
        refused("object-lock.mode", Map.of("object-lock", Map.of("for", "1d")));
        refused("object-lock.for", Map.of("object-lock", Map.of("mode", "compliance")));
        refused("object-lock.for", Map.of("object-lock", Map.of("mode", "governance", "for", "0s")));
        refused("encryption.key", Map.of("encryption", Map.of("type", "sse-c")));
        refused("encryption.key", Map.of("encryption", Map.of("type", "sse-c", "key", "short")));
        refused("encryption.kms-key", Map.of("encryption", Map.of("kms-key", "k")));
        refused("part-size", Map.of("part-size", "1 MiB"));
        refused("ca", Map.of("ca", "/does/not/exist.pem"));
    }

    /**
     * Expects a block to be refused.
     *
     * @param key the setting that the refusal names
     * @param block what is written beside endpoint and bucket
     */
    protected void refused(String key, Map<String, Object> block) {
        SettingException e = assertThrows(SettingException.class, () -> common(settings(block)));
        assertEquals(key, e.key());
        assertFalse(String.valueOf(e.getMessage()).contains("secret@"), e.getMessage());
    }

    private static SinkSettings settings(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("endpoint", "http://s3:9000", "bucket", "bkt"));
        all.putAll(more);
        return SinkSettings.of("test", all);
    }
}
