package dev.perigee.etcd.format.json;

import java.io.IOException;

/** Text that isn't the JSON it should be. The message says what is wrong, and where. */
public final class JsonException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * A fault.
     *
     * @param message what is wrong
     */
    public JsonException(String message) {
        super(message);
    }

    /**
     * A fault with its cause.
     *
     * @param message what is wrong
     * @param cause what was thrown
     */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
