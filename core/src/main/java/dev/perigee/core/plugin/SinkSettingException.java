package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;
import java.util.Optional;

/** A setting of a sink's own block that the sink can't use, or doesn't know. The message starts with the key. */
public final class SinkSettingException extends SinkException {

    private static final long serialVersionUID = 1L;

    private final String key;

    SinkSettingException(String key, String message, Optional<String> hint) {
        super(Kind.INVALID, Optional.empty(), key + " " + message, hint, Optional.empty());
        this.key = key;
    }

    /**
     * The setting, from the top of our block.
     *
     * @return {@code sinks.<name>.<key>}
     */
    public String settingKey() {
        return key;
    }
}
