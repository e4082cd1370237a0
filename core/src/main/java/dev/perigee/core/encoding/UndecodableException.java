package dev.perigee.core.encoding;

import java.io.IOException;

/** Bytes that no encoder has written: damaged, or made to harm. The message is a clause without a subject. */
public final class UndecodableException extends IOException {

    private static final long serialVersionUID = 1L;

    UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
