package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.schedule.Schedule;
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

    /** The name of its job. */
    String job();

    /** Goes on by another configuration: what runs ends as it began. It remembers when it last ran. */
    void follow(Job next, Schedule schedule);

    /** Starts nothing more. */
    void retire();

    /** Whether its job is gone. */
    boolean isRetired();

    /** Whether it is at work. */
    boolean runs();

    /** Whether nothing will ever come of it. */
    default boolean isGone() {
        return isRetired() && !runs();
    }

    /** What it does and when, in a line. */
    String told(Instant now);
}
