package dev.perigee.sink.kit.call;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs calls of a library on threads that nobody ever interrupts: an interrupt of a thread stuck in a channel blocks the
 * interrupting thread as well. Who waits here can be interrupted instead, and leaves the call to its timeouts.
 */
public final class Uninterruptible {

    private Uninterruptible() {}

    /**
     * The call's result.
     *
     * @param <T> what it gives
     * @param call runs on a thread of its own
     * @return what it gave
     * @throws InterruptedException if the caller was interrupted; the call goes on
     * @throws Exception whatever the call threw; an error comes within an {@link ExecutionException}
     */
    public static <T> T call(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        VirtualThreads.start("uninterruptible", task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw Objects.requireNonNullElse(e.getCause(), e) instanceof Exception cause ? cause : e;
        }
    }
}
