package dev.perigee.sink.azure;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealAzurite;
import java.util.HashMap;
import java.util.Map;

/** Settings of sinks under test. */
final class TestSettings {

    private TestSettings() {}

    /** The emulator's, with a container that the first put makes. */
    static Map<String, Object> of(String url, String container) {
        return Map.of(
                "account",
                RealAzurite.ACCOUNT,
                "account-key",
                RealAzurite.KEY,
                "endpoint",
                url,
                "container",
                container,
                "path",
                "some/path",
                "create-container",
                "true");
    }

    static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    static StorageSink open(Map<String, Object> settings) throws SinkException {
        return new AzureSinkProvider().open(SinkSettings.of("test", settings));
    }
}
