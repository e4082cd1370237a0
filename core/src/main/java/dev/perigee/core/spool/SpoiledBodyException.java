package dev.perigee.core.spool;

import java.io.IOException;

/** A body in the spool is no longer what was proven. */
public final class SpoiledBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    SpoiledBodyException(String message) {
        super(message);
    }
}
