package dev.perigee.core.backup;

import dev.perigee.core.backup.BackupResult.Dropped;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolBounds;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The bodies of earlier runs that are still owed to a job's sinks, and that nobody else works on. A debt is a cluster's, to
 * a sink: whichever job of that cluster has that sink pays it, whatever the job was called that made it.
 *
 * @param spool where they are
 * @param cluster whose they are
 * @param entries the newest first
 */
record Debts(Spool spool, String cluster, List<SpoolEntry> entries) implements AutoCloseable {

    static Debts claim(Spool spool, Job job) throws IOException {
        List<String> sinks = job.destinations().stream().map(Destination::name).toList();
        Predicate<Owed> ofCluster = of(job.cluster().name());
        return new Debts(
                spool,
                job.cluster().name(),
                spool.claim(ofCluster.and(owed -> owed.sinks().stream().anyMatch(sinks::contains))));
    }

    private static Predicate<Owed> of(String cluster) {
        return owed -> owed.manifest().cluster().name().equals(cluster);
    }

    /** Gives up what goes beyond the spool's bounds, and says so. What others work on counts, and is theirs to give up. */
    List<Dropped> bound(Environment environment, Optional<SpoolEntry> fresh) throws IOException, OperationException {
        List<Owed> waiting = spool.waiting().stream()
                .map(Spool.Waiting::owed)
                .filter(of(cluster))
                .toList();
        List<Dropped> dropped = new ArrayList<>();
        for (SpoolBounds.GivenUp one : new SpoolBounds(environment.spool()).exceeded(waiting)) {
            Optional<SpoolEntry> held = held(one.owed(), fresh);
            if (held.isPresent()) {
                giveUp(environment, held.get(), one.sink(), one.reason());
                dropped.add(new Dropped(one.owed().manifest().id(), List.of(one.sink()), one.reason()));
            }
        }
        return dropped;
    }

    private Optional<SpoolEntry> held(Owed owed, Optional<SpoolEntry> fresh) {
        List<SpoolEntry> mine = new ArrayList<>(entries);
        fresh.ifPresent(mine::add);
        return mine.stream()
                .filter(entry -> entry.owed()
                        .filter(one ->
                                one.manifest().id().equals(owed.manifest().id()))
                        .isPresent())
                .findFirst();
    }

    /** Crosses a sink off a spooled body's debts. */
    static void settle(SpoolEntry entry, String sink) throws OperationException {
        try {
            entry.settle(sink);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't note in the spool that a body has arrived", e);
        }
    }

    /** The same for a sink that never got it: says so. */
    static void giveUp(Environment environment, SpoolEntry entry, String sink, String reason)
            throws OperationException {
        String id = entry.owed().orElseThrow().manifest().id().toString();
        environment.progress().on(new ProgressEvent.SpoolDropped(id, sink, reason));
        settle(entry, sink);
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (SpoolEntry entry : entries) {
            try {
                entry.close();
            } catch (IOException e) {
                failure = Optional.of(failure.orElse(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
