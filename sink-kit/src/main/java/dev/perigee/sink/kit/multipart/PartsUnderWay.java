package dev.perigee.sink.kit.multipart;

import dev.perigee.sink.kit.call.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Parts that travel, each on a thread of its own. The first failure ends all; closing waits until all have ended. */
final class PartsUnderWay<P> implements AutoCloseable {

    private final int most;
    private final Semaphore free;
    private final List<FutureTask<P>> parts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    PartsUnderWay(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** Waits until another part may start; fails as soon as one has failed. */
    void awaitTurn() throws Exception {
        free.acquire();
        for (FutureTask<P> part : parts) {
            if (part.isDone()) {
                result(part);
            }
        }
    }

    /** To be called once for each turn. */
    void start(Callable<P> send) {
        FutureTask<P> part = new FutureTask<>(send) {
            @Override
            protected void done() {
                free.release();
            }
        };
        parts.add(part);
        threads.add(VirtualThreads.start("part-" + parts.size(), part));
    }

    /** In the order of their starts, when all have ended. */
    List<P> results() throws Exception {
        for (int turn = 0; turn < most; turn++) {
            awaitTurn();
        }
        List<P> results = new ArrayList<>();
        for (FutureTask<P> part : parts) {
            results.add(result(part));
        }
        return results;
    }

    private static <P> P result(FutureTask<P> part) throws Exception {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw Objects.requireNonNullElse(e.getCause(), e) instanceof Exception cause ? cause : e;
        }
    }

    /** Only once all have ended may the upload be aborted: some servers would keep what comes in after that. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
