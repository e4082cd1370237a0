package dev.perigee.core.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that leaps: whoever sleeps finds at once that the time has passed. Before {@link #leap} long sleeps don't end. */
final class LeapingTime implements LongSupplier, Sleeper {

    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean leaping;

    void leap() {
        leaping = true;
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        if (!leaping && pause.compareTo(Duration.ofSeconds(30)) > 0) {
            new CountDownLatch(1).await(); // the stall watch of a call that moves: ended by its interruption
        }
        nanos.addAndGet(pause.toNanos());
    }
}
