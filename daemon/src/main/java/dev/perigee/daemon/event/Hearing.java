package dev.perigee.daemon.event;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One listener, its thread, and what it has still to hear. */
final class Hearing {

    private static final System.Logger LOG = System.getLogger(Hearing.class.getName());

    /** As much as a hundred jobs tell in an hour of a minute's schedule is far more than anybody should be late. */
    private static final int MOST = 1000;

    private final DaemonListener listener;
    private final Deque<DaemonEvent> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean ending;
    private boolean late;

    Hearing(DaemonListener listener) {
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("listener-" + name()).start(this::hear);
    }

    private String name() {
        return listener.name();
    }

    synchronized void tell(DaemonEvent event) {
        if (ending) {
            return;
        }
        if (waiting.size() == MOST) {
            waiting.removeFirst();
            sayOnce();
        }
        waiting.addLast(event);
        notifyAll();
    }

    private void sayOnce() {
        if (!late) {
            late = true;
            LOG.log(Level.WARNING, "{0}: more than {1} events late, the oldest are left out", name(), MOST);
        }
    }

    synchronized void end() {
        ending = true;
        notifyAll();
    }

    void await(long deadline) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        if (!thread.join(left)) {
            LOG.log(Level.WARNING, "{0}: not told of all that happened before the daemon ended", name());
            thread.interrupt();
        }
    }

    private void hear() {
        try {
            for (Optional<DaemonEvent> event = next(); event.isPresent(); event = next()) {
                hear(event.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the daemon has no more time for it
        }
    }

    /** Empty when all was heard and nothing more will come. */
    private synchronized Optional<DaemonEvent> next() throws InterruptedException {
        while (waiting.isEmpty() && !ending) {
            late = false;
            wait();
        }
        return Optional.ofNullable(waiting.pollFirst());
    }

    private void hear(DaemonEvent event) throws InterruptedException {
        try {
            listener.on(event);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            LOG.log(Level.WARNING, name() + ": failed; it goes on with the next event", e);
        }
    }
}
