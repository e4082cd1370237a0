package dev.perigee.sink.minio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.s3.S3Settings;
import dev.perigee.test.s3.ReadSettingsTests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MinioSinkConfigTest extends ReadSettingsTests {

    @Override
    protected MinioSinkConfig config(SinkSettings settings) {
        return MinioSinkConfig.read(settings);
    }

    @Override
    protected S3Settings common(SinkSettings settings) {
        return config(settings).common();
    }

    @Test
    void onlyAwsHasTheBucketInItsHostNameByItself() {
        assertTrue(read(Map.of("endpoint", "http://s3:9000", "bucket", "bkt")).pathStyle());
        assertFalse(read(Map.of("endpoint", "https://s3.eu-west-3.amazonaws.com", "bucket", "bkt"))
                .pathStyle());
        assertFalse(read(Map.of("endpoint", "http://s3:9000", "bucket", "bkt", "addressing", "virtual-host"))
                .pathStyle());
    }

    @Test
    void keysAreLookedForWhereMcAndAwsKeepThem() {
        MinioSinkConfig config = read(Map.of("endpoint", "http://s3:9000", "bucket", "bkt"));

        assertEquals(Optional.empty(), config.alias());
        assertEquals(Optional.empty(), config.profile());
        for (String key : List.of("mc-alias", "profile", "region")) {
            refused(key, Map.of(key, ""));
        }
        refused("mc-alias", Map.of("access-key", "i", "secret-key", "s", "mc-alias", "a"));
    }

    @Test
    void aServerMustBeNamedAndABucketAsMinioTakesIt() {
        assertEquals(
                "endpoint",
                assertThrows(SettingException.class, () -> read(Map.of("bucket", "bkt")))
                        .key());
        assertEquals(
                "bucket",
                assertThrows(SettingException.class, () -> read(Map.of("endpoint", "http://s3")))
                        .key());
        refused("bucket", Map.of("bucket", "b"));
        refused("bucket", Map.of("bucket", "b".repeat(64)));
        refused("bucket", Map.of("bucket", "192.168.0.1"));
        refused("bucket", Map.of("bucket", "a..b"));
    }

    @Test
    void thePlaceIsThatOfAnyClientOfTheSameBucket() {
        Map<String, Object> settings = Map.of("endpoint", "http://minio:9000", "bucket", "etcd", "path", "x/");

        assertEquals(
                Optional.of(SinkPlace.store("s3://minio:9000/etcd/x")),
                new MinioSinkProvider().place(SinkSettings.of("test", settings)));
    }

    private static MinioSinkConfig read(Map<String, Object> settings) {
        return MinioSinkConfig.read(SinkSettings.of("test", settings));
    }
}
