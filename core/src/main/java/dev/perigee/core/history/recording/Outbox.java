package dev.perigee.core.history.recording;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.PackId;
import dev.perigee.core.history.PackPlace;
import dev.perigee.core.history.PackRecord;
import dev.perigee.core.history.PackShelf;
import dev.perigee.core.history.Thinning;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Brings packs from the spool to the sinks, each sink on a thread of its own: one that is down or slow holds up neither the others nor
 * the watch. What more is to be known of a pack, leases and seal, is asked of etcd first, on a thread of its own as well.
 */
final class Outbox implements AutoCloseable {

    private static final Duration THIN_EVERY = Duration.ofHours(1);

    /** However long it takes to learn more of a pack, it is sent then. */
    private record Learning(HistorySpool.Waiting pack, Set<Long> leases) {}

    private final Environment environment;
    private final ClusterSettings cluster;
    private final HistorySettings settings;
    private final List<Destination> destinations;
    private final HistorySpool spool;
    private final StandingKeeper standing;
    private final BlockingQueue<Learning> toLearn = new LinkedBlockingQueue<>();
    private final Set<PackId> learning = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    private Outbox(
            Environment environment,
            ClusterSettings cluster,
            HistorySettings settings,
            List<Destination> destinations,
            HistorySpool spool,
            StandingKeeper standing) {
        this.environment = environment;
        this.cluster = cluster;
        this.settings = settings;
        this.destinations = destinations;
        this.spool = spool;
        this.standing = standing;
    }

    /** Those of a layout that has packs. */
    static List<Destination> takers(List<Destination> destinations) {
        return destinations.stream()
                .filter(destination -> destination.layout() instanceof Layout.Standard)
                .toList();
    }

    static Outbox open(
            Environment environment,
            ClusterSettings cluster,
            HistorySettings settings,
            List<Destination> destinations,
            HistorySpool spool,
            StandingKeeper standing) {
        Outbox outbox = new Outbox(environment, cluster, settings, takers(destinations), spool, standing);
        outbox.threads.add(Thread.ofVirtual().name("history: leases and seals").start(outbox::learn));
        outbox.destinations.forEach(destination -> outbox.threads.add(
                Thread.ofVirtual().name("history to " + destination.name()).start(() -> outbox.send(destination))));
        return outbox;
    }

    /** Who gets the packs. */
    List<String> sinks() {
        return destinations.stream().map(Destination::name).toList();
    }

    /** A pack is about to be closed: it isn't sent before it was {@link #take taken}. */
    void expect(PackRecord record) {
        learning.add(record.place().pack());
    }

    void take(HistorySpool.Waiting pack, Set<Long> leases) throws IOException {
        toLearn.add(new Learning(pack, leases));
        for (HistorySpool.Waiting given : spool.bound(settings.spoolBytes())) {
            PackId id = given.record().place().pack();
            standing.lost(new Lost(
                    environment.timing().clock().instant(),
                    TimelineEnd.SPOOL_FULL,
                    given.record().place().timeline(),
                    id.first(),
                    Optional.of(id.last()),
                    String.join(", ", given.owed()) + " never got them"));
            warn("the history's spool is full: revisions " + id.first() + " to " + id.last() + " were given up, and "
                    + String.join(", ", given.owed()) + " never got them");
        }
    }

    private void learn() {
        MoreOfPacks more = new MoreOfPacks(cluster.etcd(), settings.sealEvery(), environment.timing());
        try {
            while (true) {
                Learning next = toLearn.take();
                PackRecord record = next.pack().record();
                try {
                    PackRecord learnt = more.of(record, next.leases());
                    spool.learn(learnt);
                    learnt.seal()
                            .ifPresent(seal -> standing.sealed(new SealSeen(
                                    environment.timing().clock().instant(), seal.revision(), SealSeen.Verdict.NOTED)));
                } catch (IOException e) {
                    warn("pack " + record.place().pack() + " goes without its leases: " + e.getMessage());
                } finally {
                    learning.remove(record.place().pack());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what wasn't learnt goes as it is, after the next start
        }
    }

    private void send(Destination destination) {
        Optional<String> failing = Optional.empty();
        Instant thinned = Instant.MIN;
        try {
            while (true) {
                Optional<SinkFailure> failure = sendAll(destination);
                if (failure.isPresent() && failing.isEmpty()) {
                    warn("the history waits in the spool: " + failure.get().text());
                } else if (failure.isEmpty() && failing.isPresent()) {
                    environment
                            .progress()
                            .on(new ProgressEvent.Note("sink '" + destination.name() + "' takes the history again"));
                }
                failing = failure.map(SinkFailure::text);
                Instant now = environment.timing().clock().instant();
                if (failing.isEmpty()
                        && (thinned.isAfter(now) || thinned.plus(THIN_EVERY).isBefore(now))) {
                    thin(destination, now);
                    thinned = now;
                }
                standing.look();
                environment.timing().sleeper().sleep(settings.flush().dividedBy(4));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<SinkFailure> sendAll(Destination destination) throws InterruptedException {
        try {
            List<HistorySpool.Waiting> owed = spool.waiting().stream()
                    .filter(pack -> pack.owed().contains(destination.name()))
                    .filter(pack -> !learning.contains(pack.record().place().pack()))
                    .toList();
            Optional<SinkFailure> failure = owed.isEmpty()
                    ? Optional.empty()
                    : new Sinks(environment)
                            .ask(destination, sink -> store(destination, sink, owed))
                            .failure();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failure;
        } catch (IOException e) {
            return Optional.of(
                    SinkFailure.of(destination.name(), OperationException.ofDisk("can't read the history's spool", e)));
        }
    }

    private boolean store(Destination destination, StorageSink sink, List<HistorySpool.Waiting> owed)
            throws SinkException, OperationException {
        PackUpload upload = new PackUpload(environment, destination, cluster.name());
        for (HistorySpool.Waiting pack : owed) {
            upload.store(sink, pack);
            try {
                spool.settle(pack.record().place().pack(), destination.name());
            } catch (IOException e) {
                throw OperationException.ofDisk("can't write the history's spool", e);
            }
        }
        return true;
    }

    private void thin(Destination destination, Instant now) {
        if (destination.access() != Destination.Access.FULL) {
            return;
        }
        Sinks sinks = new Sinks(environment);
        sinks.ask(destination, sink -> {
                    PackShelf shelf = new PackShelf(sink, cluster.name(), environment.seals());
                    Copies copies = sinks.copies(destination, sink, cluster.name());
                    Thinning thinning = new Thinning(
                            copies.glance().stream()
                                    .filter(StoredCopy::isWhole)
                                    .map(StoredCopy::id)
                                    .toList(),
                            shelf.whole().keySet());
                    for (PackPlace place : thinning.removable(now.minus(settings.keep()))) {
                        shelf.remove(place);
                    }
                    return true;
                })
                .failure()
                .ifPresent(failure -> warn("old packs stay where they are: " + failure.text()));
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            boolean ended = false;
            while (!ended) {
                try {
                    thread.join();
                    ended = true;
                } catch (InterruptedException e) {
                    threads.forEach(Thread::interrupt); // we ourselves were asked to hurry: they were told already
                }
            }
        }
    }
}
