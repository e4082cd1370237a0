package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import java.util.IdentityHashMap;
import java.util.Map;

/** What the streams under way still have to bring to the disk that they share. Safe for many threads. */
final class Arrivals {

    private final Map<Object, Long> outstanding = new IdentityHashMap<>();

    /** Counts a stream's bytes in, if there is room for them beside what the others still bring; one stream at a time. */
    synchronized void expect(Object stream, long bytes, StreamTurns.Room room) throws OperationException {
        outstanding.remove(stream);
        room.require(
                bytes, outstanding.values().stream().mapToLong(Long::longValue).sum());
        outstanding.put(stream, bytes);
    }

    synchronized void arrived(Object stream, long bytes) {
        outstanding.computeIfPresent(stream, (same, left) -> Math.max(0, left - bytes));
    }

    synchronized void ended(Object stream) {
        outstanding.remove(stream);
    }
}
