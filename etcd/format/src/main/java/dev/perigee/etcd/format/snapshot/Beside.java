package dev.perigee.etcd.format.snapshot;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** Work on a thread of its own, beside the walk. Closing it tells the thread to end and waits for that. */
final class Beside<T> implements AutoCloseable {

    /** What is done there. */
    @FunctionalInterface
    interface Work<T> {
        /** Looks often at whether it is cancelled; what it returns then means nothing. */
        T run(BooleanSupplier cancelled) throws IOException;
    }

    private final SnapshotFile file;
    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean cancelled;

    Beside(SnapshotFile file, String name, Work<T> work) {
        this.file = file;
        this.task = new FutureTask<>(() -> work.run(() -> cancelled));
        this.thread = Thread.ofPlatform().daemon().name("snapshot-" + name).start(task);
    }

    T await() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw file.interrupted(e);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    private IOException failure(Throwable cause) {
        return switch (cause) {
            case ClosedByInterruptException closed -> file.interrupted(closed);
            case IOException io -> io;
            default -> new IOException("the reading of " + file.path() + " failed: " + cause, cause);
        };
    }

    @Override
    public void close() {
        cancelled = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
