package dev.perigee.daemon.hook;

import dev.perigee.core.time.Retry;

/** Tells somebody until it works, or can't. */
final class Attempts {

    private Attempts() {}

    /** One attempt. */
    interface Attempt {
        void run() throws UndeliveredException, InterruptedException;
    }

    static void make(Retry retry, Attempt what) throws UndeliveredException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                what.run();
                return;
            } catch (UndeliveredException e) {
                retry.pauseAfter(
                        attempt,
                        e,
                        e.mayPass(),
                        pause -> {},
                        () -> new UndeliveredException("the daemon ended before it was told", false));
            }
        }
    }
}
