package dev.perigee.daemon;

import java.time.Duration;

/** Waits, and can be woken. An argument, so that tests don't wait. */
interface Alarm {

    /** Returns after this time, or earlier when it was rung since the last wait. */
    void await(Duration longest) throws InterruptedException;

    /** Nanoseconds since some moment, by the clock by which it waits: nobody sets that one. */
    long nanos();

    /** Ends the present wait, or the next one. */
    void ring();

    /** The real one. */
    static Alarm real() {
        return new RealAlarm();
    }
}
