package dev.perigee.daemon.event;

import java.time.Duration;
import java.util.List;

/** Tells each listener of each event, on a thread of its own, so that none delays or fails a run or another one. */
public final class Announcements {

    private final List<Hearing> hearings;

    /**
     * Nobody is told anything yet.
     *
     * @param listeners who is to be told
     */
    public Announcements(List<DaemonListener> listeners) {
        this.hearings = listeners.stream().map(Hearing::new).toList();
    }

    /**
     * Tells of an event, and returns at once. Safe for many threads.
     *
     * @param event what happened
     */
    public void tell(DaemonEvent event) {
        hearings.forEach(hearing -> hearing.tell(event));
    }

    /**
     * Waits until all was heard, or until the time is up; whoever still listens then is interrupted. Nothing is told afterwards.
     *
     * @param most how long, for all of them together
     * @throws InterruptedException if the caller is interrupted meanwhile
     */
    public void close(Duration most) throws InterruptedException {
        hearings.forEach(Hearing::end);
        long deadline = System.nanoTime() + most.toNanos();
        for (Hearing hearing : hearings) {
            hearing.await(deadline);
        }
    }
}
