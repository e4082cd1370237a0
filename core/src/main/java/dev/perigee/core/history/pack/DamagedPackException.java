package dev.perigee.core.history.pack;

import java.io.IOException;

/** Rows aren't what their record says. The message goes on where the pack's name stops. */
public final class DamagedPackException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Damage.
     *
     * @param message goes on where the pack's name stops
     */
    public DamagedPackException(String message) {
        super(message);
    }

    DamagedPackException(String message, Throwable cause) {
        super(message, cause);
    }
}
