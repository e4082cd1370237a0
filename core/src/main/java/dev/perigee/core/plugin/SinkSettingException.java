package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;

/** A setting of a sink's own block that the sink can't use, or doesn't know. The message starts with the key. */
public final class SinkSettingException extends SinkException {

    private static final long serialVersionUID = 1L;

    private final String key;

    SinkSettingException(String key, String message) {
        super(Kind.INVALID, key + " " + message);
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
