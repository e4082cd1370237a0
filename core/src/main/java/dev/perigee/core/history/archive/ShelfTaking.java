package dev.perigee.core.history.archive;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Takes something of each of some packs in one sink, many at once. What stands still for one pack would for each of thousands: a sink
 * that can't be reached isn't asked for the others. Used once.
 *
 * @param <T> what is taken
 */
final class ShelfTaking<T> implements Sinks.Question<Boolean> {

    /** Requests that are underway to one sink: a record is small, and each takes a round trip. */
    private static final int AT_ONCE = 16;

    private final Destination shelf;
    private final List<PackPlace> wanted;
    private final Function<StorageSink, PackReader> readers;
    private final Archive.Taking<T> taking;
    private final SortedMap<PackPlace, T> found = new ConcurrentSkipListMap<>();
    private final SortedMap<PackPlace, SinkFailure> failures = new ConcurrentSkipListMap<>();
    private final Queue<SinkException> unreachable = new ConcurrentLinkedQueue<>();

    ShelfTaking(
            Destination shelf,
            List<PackPlace> wanted,
            Function<StorageSink, PackReader> readers,
            Archive.Taking<T> taking) {
        this.shelf = shelf;
        this.wanted = List.copyOf(wanted);
        this.readers = readers;
        this.taking = taking;
    }

    Destination shelf() {
        return shelf;
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    @Override
    public Boolean ask(StorageSink sink) throws SinkException, OperationException {
        PackReader reader = readers.apply(sink);
        Queue<PackPlace> left = new ConcurrentLinkedQueue<>(wanted);
        Callable<Boolean> lane = () -> {
            for (PackPlace place = left.poll(); place != null && unreachable.isEmpty(); place = left.poll()) {
                take(reader, place);
            }
            return true;
        };
        try {
            FanOut.run(Collections.nCopies(Math.min(AT_ONCE, wanted.size()), lane));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
        if (!unreachable.isEmpty()) {
            throw unreachable.element();
        }
        return true;
    }

    private void take(PackReader reader, PackPlace place) {
        try {
            found.put(place, taking.of(reader, place));
        } catch (SinkException e) {
            failures.put(place, SinkFailure.of(shelf.name(), e));
            if (e.kind() == SinkException.Kind.UNREACHABLE) {
                unreachable.add(e);
            }
        } catch (OperationException e) {
            failures.put(place, SinkFailure.of(shelf.name(), e));
        } catch (RuntimeException e) { // one pack's
            failures.put(place, SinkFailure.ofDefect(shelf.name(), e));
        }
    }

    /** What was had of it, if the sink could be asked; else why not is why each pack is missing. */
    Archive.Had<T> had(Optional<SinkFailure> failure) throws OperationException {
        if (failure.isPresent() && failure.get().outcome() == Outcome.INTERRUPTED) {
            throw interrupted();
        }
        failure.ifPresent(why -> wanted.stream()
                .filter(place -> !found.containsKey(place))
                .forEach(place -> failures.putIfAbsent(place, why)));
        SortedMap<PackPlace, List<SinkFailure>> missing = new TreeMap<>();
        failures.forEach((place, why) -> missing.put(place, List.of(why)));
        return new Archive.Had<>(found, missing);
    }

    private static OperationException interrupted() {
        return new OperationException(Outcome.INTERRUPTED, "interrupted; nothing was written");
    }
}
