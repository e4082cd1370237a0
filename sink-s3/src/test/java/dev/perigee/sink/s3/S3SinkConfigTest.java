package dev.perigee.sink.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.s3.S3Settings;
import dev.perigee.test.s3.ReadSettingsTests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SinkConfigTest extends ReadSettingsTests {

    @Override
    protected S3SinkConfig config(SinkSettings settings) {
        return S3SinkConfig.read(settings);
    }

    @Override
    protected S3Settings common(SinkSettings settings) {
        return config(settings).common();
    }

    @Test
    void regionAndBucketAreEnoughForAws() {
        S3SinkConfig config = read(Map.of("region", "eu-central-1", "bucket", "etcd"));

        assertEquals(Optional.empty(), config.common().endpoint());
        assertEquals(Optional.empty(), config.profile());
        assertFalse(config.pathStyle());
    }

    @Test
    void awsIsToldItsRegionAndABucketAsItTakesIt() {
        refusedBlock("region", Map.of("bucket", "b"));
        refusedBlock("bucket", Map.of("region", "r"));
        refusedBlock("region", Map.of("bucket", "bkt", "region", ""));
        for (String key : List.of("endpoint", "profile", "storage-class", "proxy-user")) {
            refusedBlock(key, Map.of("bucket", "bkt", "region", "r", key, " "));
        }
        for (String name : List.of("Etcd", "192.168.5.4", "a..b", "et_cd", "-etcd", "etcd.")) {
            refusedBlock("bucket", Map.of("region", "r", "bucket", name));
            refused("bucket", Map.of("region", "r", "bucket", name, "endpoint", "https://s3.eu-west-3.amazonaws.com"));
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

    private static void refusedBlock(String key, Map<String, Object> block) {
        assertEquals(
                key, assertThrows(SettingException.class, () -> read(block)).key());
    }
}
