package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has the disk write what is there of a file while more of it is being made: little is left to wait for at the end. */
final class Writeback implements AutoCloseable {

    private static final long STEP = 64 << 20;

    private final FileChannel channel;
    private final ExecutorService beside =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private Future<?> running = CompletableFuture.completedFuture(0);
    private long next = STEP;

    Writeback(FileChannel channel) {
        this.channel = channel;
    }

    /** The file has grown up to here. */
    void reached(long bytes) throws IOException {
        if (bytes >= next && running.isDone()) {
            await();
            next = bytes + STEP;
            running = beside.submit(() -> {
                channel.force(false);
                return channel;
            });
        }
    }

    /** Waits for the disk; says what went wrong with it, since a later sync might not. */
    void await() throws IOException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the disk was written");
        }
    }

    @Override
    public void close() {
        beside.close();
    }
}
