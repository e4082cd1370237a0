package dev.perigee.sink.minio;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Waits for minio-java's futures so that an interrupt ends the request behind them: cancelling the future alone would let
 * an upload run on to its end.
 */
final class Calls implements EventListener.Factory {

    private static final long HANG_UP_SECONDS = 10;

    /** What the current thread has started since it began to listen. */
    private final ThreadLocal<List<Call>> started = ThreadLocal.withInitial(ArrayList::new);

    /** Told of each call by the HTTP client, in the thread that starts it. */
    @Override
    public EventListener create(Call call) {
        started.get().add(call);
        return EventListener.NONE;
    }

    /** A request's result, with the call it came by: reading its body can be ended through it. */
    record Answered<T>(T result, List<Call> calls) {}

    <T> T await(Supplier<CompletableFuture<T>> request) throws Exception {
        return answer(request).result();
    }

    <T> Answered<T> answer(Supplier<CompletableFuture<T>> request) throws Exception {
        started.get().clear();
        CompletableFuture<T> future = request.get();
        List<Call> calls = List.copyOf(started.get());
        try {
            return new Answered<>(future.get(), calls);
        } catch (InterruptedException e) {
            calls.forEach(Call::cancel);
            awaitEnd(future);
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Parts must have ended before an upload is aborted, or some servers keep them. */
    private static void awaitEnd(CompletableFuture<?> future) {
        try {
            future.get(HANG_UP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // ended by the cancelling, or beyond our reach
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exception unwrapped(Exception e) {
        Throwable at = e;
        while ((at instanceof ExecutionException || at instanceof CompletionException) && at.getCause() != null) {
            at = Objects.requireNonNull(at.getCause());
        }
        return at instanceof Exception cause ? cause : e;
    }
}
