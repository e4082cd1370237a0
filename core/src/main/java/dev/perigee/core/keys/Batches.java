package dev.perigee.core.keys;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Runs batches side by side, a few at a time, and remembers the first failure: nothing is begun after it. */
final class Batches implements AutoCloseable {

    /** Enough to keep etcd's write-ahead log busy with whole groups of commits, few enough not to starve its clients. */
    private static final int AT_ONCE = 8;

    private final Work work;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<IOException> failures = new ConcurrentLinkedQueue<>();

    Batches(Work work) {
        this.work = work;
    }

    /** Begins a batch as soon as there is a place; throws the first failure of an earlier one. */
    void submit(List<Placed> batch) throws IOException {
        acquire(1);
        threads.execute(() -> run(batch));
    }

    private void run(List<Placed> batch) {
        try {
            work.on(batch);
        } catch (IOException e) {
            failures.add(e);
        } catch (RuntimeException e) {
            failures.add(new IOException("unexpected: " + e, e));
        } finally {
            places.release();
        }
    }

    /** Waits until all batches have ended; throws the first failure. */
    void await() throws IOException {
        acquire(AT_ONCE);
        places.release(AT_ONCE);
    }

    private void acquire(int count) throws IOException {
        try {
            places.acquire(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted; the batches under way are the last");
        }
        IOException failure = failures.peek();
        if (failure != null) {
            places.release(count);
            throw failure;
        }
    }

    /** Waits for the batches under way: what they write must be in the report. */
    @Override
    public void close() {
        threads.close();
    }

    /** What is done with a batch. */
    @FunctionalInterface
    interface Work {

        void on(List<Placed> batch) throws IOException;
    }
}
