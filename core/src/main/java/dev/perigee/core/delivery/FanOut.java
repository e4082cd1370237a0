package dev.perigee.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at once, each on a virtual thread of its own. */
public final class FanOut {

    private FanOut() {}

    /**
     * Runs all tasks and waits for all. One that fails stops no other. Interrupting the caller interrupts all of them,
     * and waits for them to stop.
     *
     * @param <T> what a task gives
     * @param tasks what to do; they report their failures in what they return
     * @return their results, in their order
     * @throws InterruptedException if the caller was interrupted; all tasks have stopped
     */
    public static <T> List<T> run(List<Callable<T>> tasks) throws InterruptedException {
        List<Future<T>> futures;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            futures = executor.invokeAll(tasks); // cancels and interrupts the rest when this thread is interrupted
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(resultOf(future));
        }
        return results;
    }

    private static <T> T resultOf(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a task threw what it should have reported", e.getCause());
        }
    }
}
