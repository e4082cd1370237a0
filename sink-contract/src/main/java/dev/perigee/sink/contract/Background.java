package dev.perigee.sink.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call on a thread of its own: a virtual one, as the engine does it, where the runtime has them (from 21 on).
 *
 * @param <T> what the call gives
 */
final class Background<T> {

    /** How long anything that should end soon may take on the slowest store. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(FutureTask<T> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    static <T> Background<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        return new Background<>(task, startThread(task));
    }

    static Background<?> run(Trial.Call call) {
        return start(() -> {
            call.run();
            return true;
        });
    }

    private static Thread startThread(Runnable task) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException | UnsupportedOperationException noVirtualThreads) {
            Thread thread = new Thread(task, "sink-contract");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Waits for the end, however it ends; but not for ever. */
    void joinQuietly(Duration atMost) {
        try {
            task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            thread.interrupt();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** The call's value; its own exception, as it was thrown; or the rule is broken because it doesn't end. */
    T join(String what) throws Exception {
        return join(what, PATIENCE);
    }

    T join(String what, Duration atMost) throws Exception {
        try {
            return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrowable(e);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw Unmet.because(what + " had not ended after " + atMost.toSeconds() + " seconds");
        }
    }

    private static Exception rethrowable(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
