package dev.perigee.sink.gcs;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs calls of the library on threads that nobody ever interrupts: an interrupt of a thread stuck in its channels blocks
 * the interrupting thread as well. Who waits here can be interrupted instead, and leaves the call to its timeouts.
 */
final class Apart {

    private Apart() {}

    static <T> T call(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("gcs-io").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw Objects.requireNonNullElse(e.getCause(), e) instanceof Exception cause ? cause : e;
        }
    }
}
