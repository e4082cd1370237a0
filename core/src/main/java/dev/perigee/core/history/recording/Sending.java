package dev.perigee.core.history.recording;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.joining.JoinedPacks;
import dev.perigee.core.history.joining.Tidying;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.thinning.OldPacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Brings packs from the spool to one sink, and keeps the sink tidy: parts of joined packs go, and what is too old. Used by one thread. */
final class Sending {

    private static final Duration THIN_EVERY = Duration.ofHours(1);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);

    private final Environment environment;
    private final String cluster;
    private final HistorySettings settings;
    private final Destination destination;
    private final HistorySpool spool;
    private final JoinedPacks joined;
    private final Predicate<PackId> busy;
    private final StandingKeeper standing;
    private final SinkLook look;
    private Instant thinned = Instant.MIN;
    private Instant tidied = Instant.MIN;
    private boolean took;

    /** What the sink has, while there is no room to note that. */
    private final Set<PackId> unsettled = new HashSet<>();

    Sending(
            Environment environment,
            String cluster,
            HistorySettings settings,
            Destination destination,
            HistorySpool spool,
            JoinedPacks joined,
            Predicate<PackId> busy,
            StandingKeeper standing) {
        this.environment = environment;
        this.cluster = cluster;
        this.settings = settings;
        this.destination = destination;
        this.spool = spool;
        this.joined = joined;
        this.busy = busy;
        this.standing = standing;
        this.look = new SinkLook(environment, cluster, destination, spool, standing);
    }

    /** Until this thread is interrupted. */
    void run() {
        boolean failing = false;
        try {
            while (true) {
                Optional<SinkFailure> failure = sendAll();
                if (failure.isPresent() && !failing) {
                    warn("the history waits in the spool: " + failure.get().text());
                } else if (failure.isEmpty() && failing && took) {
                    environment
                            .progress()
                            .on(new ProgressEvent.Note("sink '" + destination.name() + "' takes the history again"));
                }
                failing = failure.isPresent() || (failing && !took); // nothing may have been asked of it
                if (!failing && destination.access() == Destination.Access.FULL) {
                    keepTidy(environment.timing().clock().instant());
                }
                standing.look();
                environment.timing().sleeper().sleep(settings.flush().dividedBy(4));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<SinkFailure> sendAll() throws InterruptedException {
        took = false;
        try {
            List<HistorySpool.Waiting> owed = spool.waiting(busy.negate()).stream()
                    .filter(pack -> pack.owed().contains(destination.name()))
                    .toList();
            Optional<SinkFailure> failure = owed.isEmpty()
                    ? Optional.empty()
                    : new Sinks(environment)
                            .ask(destination, sink -> store(sink, owed))
                            .failure();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failure;
        } catch (IOException e) {
            return Optional.of(
                    SinkFailure.of(destination.name(), OperationException.ofDisk("can't use the history's spool", e)));
        }
    }

    private boolean store(StorageSink sink, List<HistorySpool.Waiting> owed) throws SinkException, OperationException {
        PackUpload upload = new PackUpload(environment, destination, cluster);
        for (HistorySpool.Waiting pack : owed) {
            PackId id = pack.record().place().pack();
            try {
                if (spool.owes(id, destination.name())) { // else it was joined meanwhile
                    took |= unsettled.contains(id) || store(upload, sink, pack);
                    unsettled.add(id);
                    spool.settle(id, destination.name());
                }
                unsettled.remove(id);
            } catch (SinkException e) {
                throw e;
            } catch (IOException e) {
                throw OperationException.ofDisk("can't write the history's spool", e);
            }
        }
        return true;
    }

    /** Whether it took it. */
    private static boolean store(PackUpload upload, StorageSink sink, HistorySpool.Waiting pack)
            throws SinkException, OperationException {
        try {
            upload.store(sink, pack);
            return true;
        } catch (SinkException | OperationException e) {
            if (Files.exists(pack.rows())) {
                throw e;
            }
            return false; // it was joined while it was on its way: the whole comes next
        }
    }

    private void keepTidy(Instant now) {
        if (isDue(tidied, TIDY_EVERY, now)) {
            tidied = now;
            tidy();
        }
        if (isDue(thinned, THIN_EVERY, now)) {
            thinned = now;
            thin(now);
        }
        look.look(now);
    }

    static boolean isDue(Instant last, Duration every, Instant now) {
        return last.isAfter(now) || last.plus(every).isBefore(now);
    }

    private void tidy() {
        Tidying tidying = new Tidying(environment, destination.name(), cluster, spool, joined, this::warn);
        try {
            List<JoinedPacks.Joined> due = tidying.due();
            Optional<SinkFailure> failure = due.isEmpty()
                    ? Optional.empty()
                    : new Sinks(environment)
                            .ask(destination, sink -> tidying.run(sink, due))
                            .failure();
            failure.ifPresent(what -> warn("packs that were joined stay where they are for now: " + what.text()));
        } catch (IOException e) {
            warn("packs that were joined stay where they are for now: " + FailureWords.of(e));
        }
    }

    private void thin(Instant now) {
        Sinks sinks = new Sinks(environment);
        sinks.ask(destination, sink -> {
                    PackShelf shelf = new PackShelf(sink, cluster, environment.seals());
                    Copies copies = sinks.copies(destination, sink, cluster);
                    OldPacks old = OldPacks.look(shelf, copies);
                    for (PackPlace place : old.removable(now.minus(settings.keep()))) {
                        Tidying.removeUnlessHeld(shelf, place);
                    }
                    return true;
                })
                .failure()
                .ifPresent(failure -> warn("old packs stay where they are: " + failure.text()));
    }

    /** What an end breaks off is no failure. */
    private void warn(String text) {
        if (!Thread.currentThread().isInterrupted()) {
            environment.progress().on(new ProgressEvent.Warning(text));
        }
    }
}
