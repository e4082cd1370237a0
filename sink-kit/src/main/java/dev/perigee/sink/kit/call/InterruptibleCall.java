package dev.perigee.sink.kit.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call to the store so that interrupting the caller ends it.
 *
 * <p>Always on a virtual thread of its own: a platform thread stuck in a socket ignores interrupts, and few clients have a
 * timeout for writes.
 */
public final class InterruptibleCall {

    /** How long an answer may take that decides whether the object is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long tidying up may take after that. */
    private static final Duration TIDYING = Duration.ofSeconds(30);

    /**
     * A call.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Call<T> {

        /**
         * Makes the call.
         *
         * @param commit to be made once breaking off would leave the outcome unknown
         * @return its result
         * @throws Exception if it fails
         */
        T run(CommitPoint commit) throws Exception;
    }

    private InterruptibleCall() {}

    /**
     * The call's result. When it came through although the caller was interrupted, the interrupt stays pending.
     *
     * @param <T> what the call gives
     * @param name of the thread
     * @param call runs on a thread of its own
     * @return what it gave
     * @throws InterruptedException if the caller was interrupted and the call has ended without a result
     * @throws ExecutionException around whatever the call threw, errors included
     */
    public static <T> T run(String name, Call<T> call) throws InterruptedException, ExecutionException {
        CommitPoint commit = new CommitPoint();
        FutureTask<T> task = new FutureTask<>(() -> call.run(commit));
        Thread worker = VirtualThreads.start(name, task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            return afterInterrupt(task, worker, commit, e);
        }
    }

    private static <T> T afterInterrupt(
            FutureTask<T> task, Thread worker, CommitPoint commit, InterruptedException interrupt)
            throws InterruptedException {
        if (commit.isMade()) {
            result(task, PATIENCE);
        }
        worker.interrupt();
        Optional<T> result = result(task, TIDYING);
        if (result.isPresent()) {
            Thread.currentThread().interrupt();
            return result.get();
        }
        throw interrupt;
    }

    /** Empty also for a failure: it is a consequence of the interrupt. */
    private static <T> Optional<T> result(FutureTask<T> task, Duration atMost) throws InterruptedException {
        try {
            return Optional.ofNullable(task.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
