package dev.perigee.core.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Brings a written file to the disk on a thread of its own, while the caller already reads it again: the one waits for the
 * disk, the other for the processor. Used by one thread.
 */
public final class DiskSync implements AutoCloseable {

    private final FutureTask<Void> task;
    private final Thread thread;

    private DiskSync(Callable<Void> force) {
        this.task = new FutureTask<>(force);
        this.thread = Thread.ofPlatform().daemon().name("disk-sync").start(task);
    }

    /**
     * Begins.
     *
     * @param channel the channel that the file was written through, so that no failure of a write gets lost; open until
     *     this is closed
     * @return the work under way; close it
     */
    public static DiskSync begin(FileChannel channel) {
        return running(() -> {
            channel.force(true);
            return null;
        });
    }

    /** Takes the disk as an argument: how long a real one takes is nobody's to say. */
    static DiskSync running(Callable<Void> force) {
        return new DiskSync(force);
    }

    /**
     * Waits until all is on the disk.
     *
     * @throws InterruptedIOException if the thread is interrupted meanwhile
     * @throws IOException if the disk failed or is full: the file is worth nothing
     */
    public void await() throws IOException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while the disk was writing");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Waits for the end of the thread, whatever came of it: its channel is about to be closed. */
    @Override
    public void close() {
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
