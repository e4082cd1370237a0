package dev.perigee.daemon;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Has the heap collected while nothing is at work, once enough has been left there: a JVM gives memory back to the system when it
 * collects all of it, and one that idles never does by itself. What was left is measured, for it isn't runs alone that leave
 * something: so does every look at the sinks, and every answer over HTTP. Asked in each round of the daemon; not for several threads.
 */
final class IdleHeap {

    /** What comes after a run, such as a look at the sinks, has ended by then. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration LEAST = Duration.ofMinutes(1);

    /** Less isn't worth it. Of a large heap an eighth. */
    private static final long LITTER = 2 << 20;

    private final LongSupplier used;
    private final Runnable collect;
    private long worked;
    private long collected;
    private long kept;

    /**
     * Nothing is known of the heap yet.
     *
     * @param used how many bytes of it are taken
     * @param collect has it collected
     * @param now a time in nanoseconds, of a clock that nobody sets
     */
    IdleHeap(LongSupplier used, Runnable collect, long now) {
        this.used = used;
        this.collect = collect;
        this.worked = now;
        this.collected = now - LEAST.toNanos();
    }

    static IdleHeap real() {
        Runtime runtime = Runtime.getRuntime();
        return new IdleHeap(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc, System.nanoTime());
    }

    void look(long now, boolean atWork) {
        if (atWork) {
            worked = now;
        } else if (now - worked >= QUIET.toNanos() && now - collected >= LEAST.toNanos() && isLittered()) {
            collect.run();
            collected = now;
            kept = used.getAsLong();
        }
    }

    private boolean isLittered() {
        return used.getAsLong() - kept >= Math.max(LITTER, kept / 8);
    }
}
