package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.BucketPlace;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.ServerConnection;
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

class GcsSinkConfigTest {

    @Test
    void aBucketIsEnough() {
        GcsSinkConfig config = read(Map.of("bucket", "etcd"));

        assertEquals(
                new GcsSinkConfig(
                        new BucketPlace("bucket", "etcd", "", "Google Cloud Storage", false),
                        Optional.empty(),
                        new Login.ApplicationDefault(),
                        Optional.empty(),
                        Optional.empty(),
                        new ServerConnection(
                                Optional.empty(), Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(60)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        8 << 20),
                config);
        assertEquals("bucket 'etcd' at Google Cloud Storage", config.place().toString());
    }

    @Test
    void everySettingIsRead(@TempDir Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("gcs.json"), "{}");
        Map<String, Object> all = new HashMap<>();
        all.put("endpoint", "https://gcs.example.org:4443");
        all.put("bucket", "etcd");
        all.put("path", "/backups/prod/");
        all.put("credentials-file", key.toString());
        all.put("create-bucket", true);
        all.put("project", "p");
        all.put("location", "EU");
        all.put("proxy", "http://proxy:3128");
        all.put("connect-timeout", "3s");
        all.put("read-timeout", "2m");
        all.put("storage-class", "NEARLINE");
        all.put("kms-key", "projects/p/locations/l/keyRings/r/cryptoKeys/k");
        all.put("object-lock", Map.of("mode", "unlocked", "for", "30d"));
        all.put("chunk-size", "16 MiB");
        SinkSettings settings = SinkSettings.of("test", all);

        GcsSinkConfig config = GcsSinkConfig.read(settings);

        assertEquals(Set.of(), settings.unread());
        assertEquals(
                new GcsSinkConfig(
                        new BucketPlace("bucket", "etcd", "backups/prod", "https://gcs.example.org:4443", true),
                        Optional.of(URI.create("https://gcs.example.org:4443")),
                        new Login.CredentialsFile(key),
                        Optional.of("p"),
                        Optional.of("EU"),
                        new ServerConnection(
                                Optional.empty(),
                                Optional.of(new ServerConnection.Proxy(
                                        URI.create("http://proxy:3128"), Optional.empty(), Optional.empty())),
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(2)),
                        Optional.of("NEARLINE"),
                        Optional.of("projects/p/locations/l/keyRings/r/cryptoKeys/k"),
                        Optional.of(new ObjectLock<>(LockPolicy.UNLOCKED, Optional.of(Duration.ofDays(30)), false)),
                        16 << 20),
                config);
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused("bucket", Map.of());
        refused("bucket", Map.of("bucket", "gs://etcd"));
        refused("bucket", Map.of("bucket", "etcd/production"));
        for (String name : List.of("Etcd", "192.168.5.4", "a..b", "goog-etcd", "my-google-etcd", ".etcd", "etcd-")) {
            refused("bucket", Map.of("bucket", name));
        }
        refused("path", Map.of("bucket", "b", "path", "a/../b"));
        refused("endpoint", Map.of("bucket", "b", "endpoint", "https://me:secret@gcs.example.org"));
        refused("credentials-file", Map.of("bucket", "b", "credentials", "none", "credentials-file", "/f"));
        refused("project", Map.of("bucket", "b", "create-bucket", true));
        refused("object-lock.mode", Map.of("bucket", "b", "object-lock", Map.of("for", "1d")));
        refused("object-lock.for", Map.of("bucket", "b", "object-lock", Map.of("mode", "locked")));
        refused("object-lock.for", Map.of("bucket", "b", "object-lock", Map.of("mode", "locked", "for", "0s")));
        refused("chunk-size", Map.of("bucket", "b", "chunk-size", "100 KiB"));
        refused("chunk-size", Map.of("bucket", "b", "chunk-size", "1 GiB"));
        refused("ca", Map.of("bucket", "b", "ca", "/does/not/exist.pem"));
    }

    @Test
    void whatCannotBeUsedIsNamedWithWhatToWriteInstead(@TempDir Path folder) {
        said("credentials-file", "/no/key.json", "names /no/key.json, which doesn't exist; it takes the path");
        said("credentials-file", folder.toString(), "which can't be read as a file by this user");
        said("proxy", "http://proxy:0", "names the port 0; a port is a number from 1 to 65535");
        said("endpoint", "http://gcs:65536", "names the port 65536; a port is a number from 1 to 65535");
        for (String key : List.of("endpoint", "project", "location", "storage-class", "kms-key", "proxy", "ca")) {
            said(key, "", "is empty; leave it out, or give it a value");
        }
        said("read-timeout", "0s", "is '0s'; it takes more than nothing");
        said("ca", "/nope", "names /nope, which doesn't exist; it takes PEM text or the path of a PEM file");
    }

    private static void said(String key, String value, String words) {
        SettingException e = assertThrows(SettingException.class, () -> read(Map.of("bucket", "etcd", key, value)));

        assertEquals(key, e.key());
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }

    @Test
    void thePlaceIsTheServersBucketAndPath() {
        assertEquals(
                "gs://google/b/x",
                read(Map.of("bucket", "b", "path", "x/")).sinkPlace().address());
        assertEquals(
                "gs://host:4443/b/",
                read(Map.of("bucket", "b", "endpoint", "http://host:4443"))
                        .sinkPlace()
                        .address());
    }

    private static GcsSinkConfig read(Map<String, Object> settings) {
        return GcsSinkConfig.read(SinkSettings.of("test", settings));
    }

    private static void refused(String key, Map<String, Object> settings) {
        SettingException e = assertThrows(SettingException.class, () -> read(settings));
        assertEquals(key, e.key());
    }
}
