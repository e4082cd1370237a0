package dev.perigee.sink.kit.connect;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Arrays;

/** Settings of which each says the same in its own way, so that two of them may contradict each other. */
public final class SettingsAtOdds {

    private SettingsAtOdds() {}

    /**
     * Refuses one beside others. A setting that is a secret may be set by its file as well.
     *
     * @param settings the sink's
     * @param key the one
     * @param others what it doesn't go with
     * @throws SettingException if it is set, and one of the others is
     */
    public static void refuse(SinkSettings settings, String key, String... others) {
        if (isSet(settings, key)) {
            Arrays.stream(others)
                    .filter(other -> isSet(settings, other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new SettingException(key, "and " + other + " are both set; keep one");
                    });
        }
    }

    private static boolean isSet(SinkSettings settings, String key) {
        return settings.string(key).isPresent()
                || settings.string(key + "-file").isPresent();
    }
}
