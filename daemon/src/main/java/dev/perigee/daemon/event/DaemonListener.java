package dev.perigee.daemon.event;

/** Hears of what happens in the daemon. Called by one thread at a time, in the order in which it happened. */
@FunctionalInterface
public interface DaemonListener {

    /**
     * Hears of an event. May take its time and may fail: neither is felt by a run, or by another listener. One that is slower
     * than what happens misses the oldest events, and the log says so.
     *
     * @param event what happened
     * @throws Exception whatever went wrong; it is logged
     */
    void on(DaemonEvent event) throws Exception;

    /**
     * Who it is, for the log.
     *
     * @return a word or two that a user knows
     */
    default String name() {
        return "a listener";
    }
}
