package dev.perigee.cli.console;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/** A process that gets SIGHUP before its command has begun: of one that takes it, such as the daemon, or of another one. */
final class SignalledProcess {

    private SignalledProcess() {}

    /** Arguments: {@code takes} for a command that takes SIGHUP. */
    public static void main(String[] arguments) throws InterruptedException {
        Signals signals = Signals.interrupting(Thread.currentThread());
        Signal.raise(new Signal("HUP"));
        awaitNoted(signals);
        CountDownLatch taken = new CountDownLatch(1);
        if (arguments.length > 0) {
            signals.onHangUp(signal -> taken.countDown());
        } else {
            signals.endOnHangUp();
        }
        try {
            taken.await();
            signals.finish(0);
        } catch (InterruptedException e) {
            signals.finish(5);
        }
    }

    /** A signal is heard on a thread of its own: else its taker might be there first. */
    private static void awaitNoted(Signals signals) {
        while (!signals.isHungUp()) {
            Thread.onSpinWait();
        }
    }
}
