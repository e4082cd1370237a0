package dev.perigee.core.removal;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Of those in this process who would remove backups of one cluster from one sink, one at a time does, from its listing to
 * its last deletion. What other processes remove meanwhile is simply gone: each follows the same order, and removes only what
 * the rules wouldn't keep if there were fewer, so that nobody's deletion makes another's wrong. To be closed by the thread
 * that took it.
 */
public final class RemovalTurn implements AutoCloseable {

    private static final Map<Place, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private record Place(Path state, String cluster, String sink) {}

    private final List<ReentrantLock> held = new ArrayList<>();

    private RemovalTurn() {}

    /** Waits for those who are at it. Several sinks are taken in the order of their names, so that two never wait for each other. */
    public static RemovalTurn of(Environment environment, String cluster, Collection<Destination> sinks)
            throws OperationException {
        RemovalTurn turn = new RemovalTurn();
        try {
            for (String sink :
                    sinks.stream().map(Destination::name).sorted().distinct().toList()) {
                ReentrantLock lock = LOCKS.computeIfAbsent(
                        new Place(environment.state().path(), cluster, sink), place -> new ReentrantLock(true));
                lock.lockInterruptibly();
                turn.held.add(lock);
            }
            return turn;
        } catch (InterruptedException e) {
            turn.close();
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted while another removal was under way");
        }
    }

    @Override
    public void close() {
        held.reversed().forEach(ReentrantLock::unlock);
        held.clear();
    }
}
