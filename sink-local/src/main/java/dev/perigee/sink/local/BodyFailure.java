package dev.perigee.sink.local;

import java.io.IOException;

/** The bytes to be stored could not be read. The directory is not to blame. */
final class BodyFailure extends IOException {

    private static final long serialVersionUID = 1L;

    BodyFailure(IOException cause) {
        super("reading what was to be stored failed: " + cause.getMessage(), cause);
    }
}
