package dev.perigee.sink.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many threads at one sink. */
final class Crowd {

    /** As many as the rules speak of. */
    static final int THREADS = 16;

    /** Ten thousand puts may take minutes. */
    private static final Duration PATIENCE = Background.PATIENCE.multipliedBy(10);

    private Crowd() {}

    /** What one of the threads does. */
    @FunctionalInterface
    interface Work<T> {
        void on(T item) throws Exception;
    }

    /** Works items off with all threads. The first failure ends it, and is thrown as it was. */
    static <T> void forEach(Collection<T> items, Work<T> work) throws Exception {
        Queue<T> queue = new ConcurrentLinkedQueue<>(items);
        List<Background<?>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Background.run(() -> drain(queue, work)));
        }
        for (Background<?> thread : threads) {
            thread.join("one of " + THREADS + " threads", PATIENCE);
        }
    }

    private static <T> void drain(Queue<T> queue, Work<T> work) throws Exception {
        try {
            Optional<T> next = Optional.ofNullable(queue.poll());
            while (next.isPresent()) {
                work.on(next.get());
                next = Optional.ofNullable(queue.poll());
            }
        } finally {
            queue.clear();
        }
    }
}
