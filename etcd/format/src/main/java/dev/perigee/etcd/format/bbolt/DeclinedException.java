package dev.perigee.etcd.format.bbolt;

import java.io.IOException;

/** What was kept of a stream isn't enough to prove it: nothing is said against it, for only the whole file can be judged. */
public final class DeclinedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Not enough.
     *
     * @param message what is missing
     */
    public DeclinedException(String message) {
        super(message);
    }
}
