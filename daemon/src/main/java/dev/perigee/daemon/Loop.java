package dev.perigee.daemon;

import java.time.Duration;
import java.time.Instant;

/** Something that has its times, and never runs twice at once. */
interface Loop {

    /** Starts what is due, unless it still runs. Says how long until there is something to do; at most {@code most}. */
    Duration tick(Instant now, Duration most);

    /** Waits for the end of what runs, until {@link System#nanoTime()} has come to a deadline. */
    boolean awaitEnd(long deadline) throws InterruptedException;

    /** Asks what runs to end soon. */
    void interrupt();

    /** For the log. */
    String name();

    /** What it does and when, in a line. */
    String told(Instant now);
}
