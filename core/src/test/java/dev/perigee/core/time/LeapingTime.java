package dev.perigee.core.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that leaps: whoever sleeps finds at once that the time has passed. Long sleeps wait for {@link #leap}. */
public final class LeapingTime implements LongSupplier, Sleeper {

    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch leaping = new CountDownLatch(1);

    public void leap() {
        leaping.countDown();
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        if (pause.compareTo(Duration.ofSeconds(30)) > 0) {
            leaping.await(); // the stall watch of a call that moves: ended by its interruption
        }
        nanos.addAndGet(pause.toNanos());
    }
}
