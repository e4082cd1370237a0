package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The room in the spool for what is under way: reserved before a snapshot's first byte, so that many at once don't fill a
 * disk that each of them would fit on. One that is larger than the whole room goes alone. Safe for many threads.
 */
final class SpoolRoom {

    private final long bytes;
    private final Deque<Object> queue = new ArrayDeque<>();
    private long taken;
    private boolean closed;

    SpoolRoom(long bytes) {
        this.bytes = bytes;
    }

    /** Empty if there isn't room at once. */
    synchronized Optional<Turn> tryTake(long wanted) throws OperationException {
        Waiting.requireOpen(closed);
        return queue.isEmpty() && fits(wanted) ? Optional.of(take(wanted)) : Optional.empty();
    }

    /** Waits for room, in the order of arrival: a large one isn't overtaken by small ones for ever. */
    synchronized Turn take(long wanted, ProgressListener progress) throws OperationException {
        Optional<Turn> free = tryTake(wanted);
        if (free.isPresent()) {
            return free.get();
        }
        progress.on(new ProgressEvent.Waiting(
                "snapshots that are on their way fill the spool (spool.max-size = " + bytes + " bytes)"));
        Object place = new Object();
        queue.add(place);
        try {
            while (!closed && !(queue.peek() == place && fits(wanted))) {
                wait();
            }
            Waiting.requireOpen(closed);
            return take(wanted);
        } catch (InterruptedException e) {
            throw Waiting.interrupted();
        } finally {
            queue.remove(place);
            notifyAll();
        }
    }

    private boolean fits(long wanted) {
        return taken == 0 || clamped(wanted) <= bytes - taken;
    }

    private long clamped(long wanted) {
        return Math.clamp(wanted, 0, bytes);
    }

    private Turn take(long wanted) {
        long mine = clamped(wanted);
        taken += mine;
        return new Turn(() -> leave(mine));
    }

    private synchronized void leave(long mine) {
        taken -= mine;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
