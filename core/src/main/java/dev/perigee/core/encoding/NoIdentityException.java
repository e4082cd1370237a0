package dev.perigee.core.encoding;

import java.io.IOException;

/** No identity at hand opens what was encrypted: nothing is said against its bytes. */
public final class NoIdentityException extends IOException {

    private static final long serialVersionUID = 1L;

    NoIdentityException(String message) {
        super(message);
    }
}
