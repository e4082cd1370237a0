package dev.perigee.sink.gcs;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import java.util.HashMap;
import java.util.Map;

/** Settings of sinks under test. */
final class TestSettings {

    private TestSettings() {}

    /** Nobody's, with a bucket that the first put makes. */
    static Map<String, Object> of(String url, String bucket) {
        return Map.of(
                "endpoint", url,
                "bucket", bucket,
                "path", "some/path",
                "credentials", "none",
                "create-bucket", "true",
                "project", "test");
    }

    static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    static StorageSink open(Map<String, Object> settings) throws SinkException {
        return new GcsSinkProvider().open(SinkSettings.of("test", settings));
    }
}
