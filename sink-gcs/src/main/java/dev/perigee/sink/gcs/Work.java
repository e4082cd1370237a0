package dev.perigee.sink.gcs;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call to the store so that interrupting the caller ends it.
 *
 * <p>Always on a virtual thread of its own: a platform thread stuck in a socket ignores interrupts, and the client has no
 * timeout for writes.
 */
final class Work {

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
    interface Call<T> {
        T run(Commitment commitment) throws Exception;
    }

    private Work() {}

    /**
     * The call's result.
     *
     * @throws InterruptedException if the caller was interrupted and the call has ended without a result
     * @throws ExecutionException around whatever the call threw
     */
    static <T> T run(String name, Call<T> call) throws InterruptedException, ExecutionException {
        Commitment commitment = new Commitment();
        FutureTask<T> task = new FutureTask<>(() -> call.run(commitment));
        Thread worker = Thread.ofVirtual().name(name).start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            return afterInterrupt(task, worker, commitment, e);
        }
    }

    /** A result that came through all the same is handed on, with the interrupt still pending. */
    private static <T> T afterInterrupt(
            FutureTask<T> task, Thread worker, Commitment commitment, InterruptedException interrupt)
            throws InterruptedException {
        if (commitment.isMade()) {
            ended(task, PATIENCE);
        }
        worker.interrupt();
        if (ended(task, TIDYING) && task.state() == FutureTask.State.SUCCESS) {
            Thread.currentThread().interrupt();
            return task.resultNow();
        }
        throw interrupt;
    }

    private static boolean ended(FutureTask<?> task, Duration atMost) throws InterruptedException {
        try {
            task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true; // the failure is a consequence of the interrupt
        } catch (TimeoutException e) {
            return false;
        }
    }
}
