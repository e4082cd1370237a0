package dev.perigee.daemon;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An alarm on the system's clock. */
final class RealAlarm implements Alarm {

    private final Semaphore rung = new Semaphore(0);

    @Override
    public void await(Duration longest) throws InterruptedException {
        if (rung.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void ring() {
        rung.release();
    }
}
