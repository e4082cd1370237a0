package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Removes scratch objects, a few at a time, and tells the place which ones stay. */
final class Sweep {

    private static final int AT_ONCE = 8;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Place place;
    private final StorageSink sink;

    Sweep(Place place, StorageSink sink) {
        this.place = place;
        this.sink = sink;
    }

    void remove(Collection<ObjectKey> keys) {
        Queue<ObjectKey> queue = new ConcurrentLinkedQueue<>(keys);
        ConcurrentHashMap<ObjectKey, SinkException> left = new ConcurrentHashMap<>();
        List<Background<?>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_ONCE, keys.size()); i++) {
            workers.add(Background.run(() -> drain(queue, left)));
        }
        workers.forEach(worker -> worker.joinQuietly(LONGEST));
        queue.forEach(key -> left.put(key, new SinkException(Kind.CANCELLED, key, "there was no time to remove it")));
        left.forEach(place::left);
    }

    private void drain(Queue<ObjectKey> queue, ConcurrentHashMap<ObjectKey, SinkException> left) {
        Optional<ObjectKey> next = Optional.ofNullable(queue.poll());
        while (next.isPresent()) {
            ObjectKey key = next.get();
            remove(key).ifPresent(why -> left.put(key, why));
            next = Optional.ofNullable(queue.poll());
        }
    }

    private Optional<SinkException> remove(ObjectKey key) {
        try {
            sink.delete(key);
            return Optional.empty();
        } catch (SinkException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            return Optional.of(new SinkException(Kind.OTHER, key, "delete threw " + e, e));
        }
    }
}
