package dev.perigee.core.signing;

import java.time.Instant;

/**
 * When a message says that it was signed, which only what is well signed is asked.
 *
 * @param <X> what is thrown of a message that can't be read
 */
@FunctionalInterface
public interface SigningTime<X extends Exception> {

    /**
     * Reads it.
     *
     * @return the time
     * @throws X if it can't be told
     */
    Instant tell() throws X;
}
