package dev.perigee.core.packed;

import java.io.IOException;

/** A body of packs, or a pack that it needs, isn't what it must be. The message goes behind its name. */
public final class DamagedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedBodyException(String what) {
        super(what);
    }

    DamagedBodyException(String what, Throwable cause) {
        super(what, cause);
    }
}
