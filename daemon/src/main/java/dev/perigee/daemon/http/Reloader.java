package dev.perigee.daemon.http;

import dev.perigee.core.outcome.OperationException;

/** Has the daemon read its configuration anew. Safe for many threads. */
@FunctionalInterface
public interface Reloader {

    /**
     * Checks it whole, and takes it or leaves all as it is.
     *
     * @throws OperationException if it isn't taken, with all that is wrong
     */
    void reload() throws OperationException;
}
