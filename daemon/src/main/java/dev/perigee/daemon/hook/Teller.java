package dev.perigee.daemon.hook;

/** Tells one receiver, once. */
interface Teller {

    /**
     * Tells it.
     *
     * @param message what
     * @param leftOut how many were left out before it
     * @throws UndeliveredException if it wasn't told
     */
    void tell(HookMessage message, long leftOut) throws UndeliveredException, InterruptedException;
}
