package dev.perigee.sink.kit.connect;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Optional;

/** Texts that a server or its library would take as they are: an empty one fails there in words that help nobody. */
public final class GivenText {

    private GivenText() {}

    /**
     * A text that says something, if it is set at all.
     *
     * @param settings the sink's
     * @param key the setting
     * @return the value, never blank, or empty if it isn't set
     * @throws SettingException if it is blank
     */
    public static Optional<String> of(SinkSettings settings, String key) {
        Optional<String> text = settings.string(key);
        if (text.filter(String::isBlank).isPresent()) {
            throw new SettingException(key, "is empty; leave it out, or give it a value");
        }
        return text;
    }
}
