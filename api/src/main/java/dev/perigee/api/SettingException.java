package dev.perigee.api;

/**
 * A setting whose value can't be used. The message names the key, the value (never a secret's) and what is allowed.
 * Thrown by the getters of {@link SinkSettings}, and by a provider that finds two settings at odds.
 */
public class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * A bad setting.
     *
     * @param key the setting, as written in the sink's block: {@code part-size}, {@code object-lock.for}
     * @param message what is wrong and what is allowed, in a sentence that can follow the key
     */
    public SettingException(String key, String message) {
        super(message);
        this.key = key;
    }

    /**
     * The setting that is wrong.
     *
     * @return its key, relative to the sink's block
     */
    public String key() {
        return key;
    }
}
