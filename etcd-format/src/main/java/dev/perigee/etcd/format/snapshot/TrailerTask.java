package dev.perigee.etcd.format.snapshot;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Computes the digest on a thread of its own, beside the walk. Closing it ends the thread and waits for that. */
final class TrailerTask implements AutoCloseable {

    private final SnapshotFile file;
    private final FutureTask<Trailer> task;
    private final Thread thread;
    private volatile boolean cancelled;

    TrailerTask(SnapshotFile file, Meter meter) {
        this.file = file;
        this.task = new FutureTask<>(() -> new TrailerCheck(file, meter, () -> cancelled).verdict());
        this.thread = Thread.ofPlatform().daemon().name("snapshot-digest").start(task);
    }

    Trailer await() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw file.interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClosedByInterruptException closed) {
                throw file.interrupted(closed);
            }
            throw new IOException("the digest of " + file.path() + " can't be computed: " + e.getCause(), e.getCause());
        }
    }

    /** The thread looks at the flag every 256 KiB. */
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
