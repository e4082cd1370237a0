package dev.perigee.core.history.recording;

import dev.perigee.api.SinkPlace;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.joining.JoinedPacks;
import dev.perigee.core.history.joining.Joiner;
import dev.perigee.core.history.joining.Joining;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.Newcomers;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of packs once they are in the spool: leases and a seal are asked of etcd, each sink gets them, and they are joined, each on a
 * thread of its own. What is down or slow holds up neither the others nor the watch.
 */
final class Outbox implements AutoCloseable {

    private static final Duration COMPARE_EVERY = Duration.ofMinutes(1);

    private final Environment environment;
    private final ClusterSettings cluster;
    private final HistorySettings settings;
    private final List<Destination> destinations;
    private final HistorySpool spool;
    private final StandingKeeper standing;
    private final Learning learning;
    private final List<Thread> threads = new ArrayList<>();
    private final JoinedPacks joined;
    private final AtomicReference<@Nullable String> refuted = new AtomicReference<>();

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
        this.joined = new JoinedPacks(spool.directory());
        this.learning = new Learning(
                spool,
                new MoreOfPacks(cluster.etcd(), settings.sealEvery(), environment.timing()),
                environment.timing(),
                standing,
                this::warn);
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
            StandingKeeper standing)
            throws IOException {
        Outbox outbox = new Outbox(environment, cluster, settings, takers(destinations), spool, standing);
        outbox.receiveNewcomers();
        outbox.learning.begin();
        outbox.threads.add(Thread.ofVirtual().name("history: joining").start(outbox::join));
        outbox.threads.add(Thread.ofVirtual().name("history: comparing").start(outbox::compare));
        outbox.destinations.forEach(destination -> outbox.threads.add(Thread.ofVirtual()
                .name("history to " + destination.name())
                .start(() -> new Sending(
                                environment,
                                cluster.name(),
                                settings,
                                destination,
                                spool,
                                outbox.joined,
                                outbox.learning::isBusy,
                                standing)
                        .run())));
        return outbox;
    }

    /** What was recorded before they came is worth nothing there without the backup that it began with. */
    private void receiveNewcomers() throws IOException {
        Newcomers newcomers = spool.notes().newcomers();
        Map<String, String> places = new LinkedHashMap<>();
        destinations.forEach(destination -> places.put(destination.name(), place(destination)));
        newcomers.record(places, spool.timeline().isEmpty());
        for (String name : places.keySet()) {
            if (newcomers.isNew(name)) {
                standing.hasCome(name);
                note("sink '" + name + "': the history begins there with a backup, which is taken now");
                spool.bridge();
            }
        }
    }

    private String place(Destination destination) {
        return environment
                .sinks()
                .place(destination.sink())
                .map(SinkPlace::address)
                .orElse(Newcomers.UNTOLD);
    }

    /** Who gets each pack at once: those of which its parts can be removed when it is joined. */
    List<String> tidied() {
        return names(true);
    }

    /** Who gets joined packs only. */
    private List<String> others() {
        return names(false);
    }

    private List<String> names(boolean full) {
        return destinations.stream()
                .filter(destination -> (destination.access() == Destination.Access.FULL) == full)
                .map(Destination::name)
                .toList();
    }

    /** A pack is about to be closed: it isn't sent before it was {@link #take taken}. */
    void expect(PackRecord record) {
        learning.expect(record.place().pack());
    }

    /** It couldn't be closed: what is in the spool of it all the same goes as it is. */
    void expectNoMore(PackRecord record) {
        learning.expectNoMore(record.place().pack());
    }

    void take(HistorySpool.Waiting pack, Set<Long> leases) throws IOException {
        learning.take(pack.record(), () -> leases);
        standing.owes(
                pack.record(), destinations.stream().map(Destination::name).toList());
        for (HistorySpool.Waiting given : spool.bound(settings.spoolBytes())) {
            PackId id = given.record().place().pack();
            standing.lost(new Lost(
                    environment.timing().clock().instant(),
                    TimelineEnd.SPOOL_FULL,
                    given.record().place().timeline(),
                    id.first(),
                    Optional.of(id.last()),
                    String.join(", ", given.owed()) + " never got them"));
            warn("the history's spool is full: it gave up " + Words.revisions(id.first(), id.last()) + ", which "
                    + String.join(", ", given.owed()) + " never got");
        }
    }

    /** Why what is being recorded must end; empty if nothing is known against it. Told once. */
    Optional<String> refuted() {
        return Optional.ofNullable(refuted.getAndSet(null));
    }

    private void compare() {
        SealComparison comparison = new SealComparison(environment, cluster.name(), destinations, spool, standing);
        try {
            while (true) {
                try {
                    comparison.look().ifPresent(refuted::set);
                } catch (IOException | OperationException e) {
                    requireTime();
                    warn("the history wasn't held against a member's HashKV: " + FailureWords.of(e));
                }
                environment.timing().sleeper().sleep(COMPARE_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join() {
        Joiner joiner = new Joiner(
                spool,
                joined,
                new Joining(settings.packBytes(), settings.flush().multipliedBy(Joining.MANY)),
                tidied(),
                others(),
                environment.timing(),
                this::warn);
        String told = "";
        try {
            while (true) {
                try {
                    joiner.run(learning::isBusy);
                    told = "";
                } catch (IOException e) {
                    requireTime();
                    String what = "packs of the history aren't joined: " + FailureWords.of(e);
                    if (!what.equals(told)) {
                        warn(what);
                    }
                    told = what;
                }
                environment.timing().sleeper().sleep(settings.flush());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is joined by half is joined anew
        }
    }

    /** What an end breaks off is no failure. */
    private static void requireTime() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void note(String text) {
        environment.progress().on(new ProgressEvent.Note(text));
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }

    /** What is in the spool is sent after the next start; of the last pack etcd is asked now, while its leases live. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        learning.close();
        threads.forEach(Outbox::awaitEnd);
    }

    static void awaitEnd(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // we ourselves were asked to hurry: it was told already
            }
        }
    }
}
