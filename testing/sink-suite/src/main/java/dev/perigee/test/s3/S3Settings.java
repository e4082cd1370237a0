package dev.perigee.test.s3;

import dev.perigee.test.servers.RealS3;
import java.util.HashMap;
import java.util.Map;

/** Settings of sinks under test. */
final class S3Settings {

    private S3Settings() {}

    /** The root user's, with a bucket that the first put makes. */
    static Map<String, Object> of(String url, String bucket) {
        return Map.of(
                "endpoint",
                url,
                "bucket",
                bucket,
                "path",
                "some/path",
                "create-bucket",
                "true",
                "access-key",
                RealS3.ACCESS_KEY,
                "secret-key",
                RealS3.SECRET_KEY);
    }

    static Map<String, Object> with(Map<String, Object> settings, Map<String, ?> more) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.putAll(more);
        return changed;
    }

    static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
        return with(settings, Map.of(key, value));
    }

    static Map<String, Object> as(Map<String, Object> settings, String user, String secret) {
        return with(settings, Map.of("access-key", user, "secret-key", secret));
    }
}
