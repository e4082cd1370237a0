package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Lets so many in at once; the rest wait, in the order in which they came. Safe for many threads. */
public final class Gate {

    private static final int EVERYBODY = 1 << 20;

    private final String busy;
    private final Semaphore places;
    private volatile boolean closed;

    Gate(String busy, int places) {
        this.busy = busy;
        this.places = new Semaphore(places, true);
    }

    /**
     * Enters if there is a place, and nobody else waits for it.
     *
     * @return empty if there is none
     * @throws OperationException INTERRUPTED if nobody is let in any more
     */
    public Optional<Turn> tryEnter() throws OperationException {
        Waiting.requireOpen(closed);
        return !places.hasQueuedThreads() && places.tryAcquire() ? Optional.of(turn()) : Optional.empty();
    }

    /**
     * Enters, and waits for a place if it must.
     *
     * @param progress hears of the wait
     * @return the caller closes it
     * @throws OperationException INTERRUPTED, also if nobody is let in any more
     */
    public Turn enter(ProgressListener progress) throws OperationException {
        Optional<Turn> free = tryEnter();
        if (free.isPresent()) {
            return free.get();
        }
        progress.on(new ProgressEvent.Waiting(busy));
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw Waiting.interrupted();
        }
        Turn turn = turn();
        if (closed) {
            turn.close();
            Waiting.requireOpen(closed);
        }
        return turn;
    }

    private Turn turn() {
        return new Turn(places::release);
    }

    /** Sends away who waits, and whoever comes. */
    void close() {
        closed = true;
        places.release(EVERYBODY);
    }
}
