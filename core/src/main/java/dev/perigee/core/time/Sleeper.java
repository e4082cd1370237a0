package dev.perigee.core.time;

import java.time.Duration;

/** Waits. An argument, so that tests don't. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits.
     *
     * @param pause how long, from zero up
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void sleep(Duration pause) throws InterruptedException;
}
