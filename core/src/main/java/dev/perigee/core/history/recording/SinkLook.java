package dev.perigee.core.history.recording;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.plan.ReachOfSink;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Looks at the names in one sink, now and then, whether it still leads to the newest revision that it was given: somebody may have
 * removed packs, or the backup before them. What is still here of them is sent again; where that isn't enough a backup is taken, from which the
 * history goes on. One that has come meanwhile hasn't lost what it was never given. Used by one thread.
 */
final class SinkLook {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration WHEN_LACKING = Duration.ofMinutes(1);

    /** One listing at a time: where nothing can be removed it is long. Who finds another one at it comes again soon. */
    private static final Semaphore LOOKING = new Semaphore(1);

    /** A sink from which something vanishes again and again gets no more backups for it than that. */
    private static final Duration BACKUP_EVERY = Duration.ofHours(1);

    private final Environment environment;
    private final String cluster;
    private final Destination destination;
    private final HistorySpool spool;
    private final StandingKeeper standing;
    private Instant looked = Instant.MIN;
    private Instant wanted = Instant.MIN;
    private boolean lacking;
    private boolean inItsTurn;
    private boolean taken;
    private List<PackPlace> sent = List.of();
    private boolean isNew;
    private Optional<Instant> come = Optional.empty();
    private String failed = "";

    SinkLook(
            Environment environment,
            String cluster,
            Destination destination,
            HistorySpool spool,
            StandingKeeper standing) {
        this.environment = environment;
        this.cluster = cluster;
        this.destination = destination;
        this.spool = spool;
        this.standing = standing;
        this.isNew = spool.notes().newcomers().isNew(destination.name());
    }

    /** How far a sink was given a history. */
    private record Given(BackupId timeline, long last) {}

    /** Looks, if it is time. Whatever the sink says meanwhile is told by whoever sends. */
    void look(Instant now) {
        boolean due = Sending.isDue(looked, lacking ? WHEN_LACKING : EVERY, now);
        if ((due || isMended()) && LOOKING.tryAcquire()) {
            try {
                inItsTurn = due;
                looked = now;
                sent = List.of();
                taken = false;
                ask(now);
            } finally {
                LOOKING.release();
            }
        }
    }

    /** What it lacked when it was looked at in its turn has come since: nobody waits for the next turn to hear that it is well. */
    private boolean isMended() {
        try {
            for (PackPlace pack : sent) {
                if (spool.owes(pack.pack(), destination.name())) {
                    return false;
                }
            }
            return inItsTurn && (taken || !sent.isEmpty()) && !(taken && spool.isToBeBridged());
        } catch (IOException e) {
            return true; // whoever looks meets it again, and tells
        }
    }

    private void ask(Instant now) {
        String failure = new Sinks(environment)
                .ask(destination, sink -> look(sink, now))
                .failure()
                .filter(each -> each.outcome() != Outcome.INTERRUPTED)
                .map(SinkFailure::text)
                .orElse("");
        if (!failure.isEmpty() && !failure.equals(failed)) {
            warn("nobody knows whether all of the history is still there: " + failure);
        }
        failed = failure;
    }

    private boolean look(StorageSink sink, Instant now) throws SinkException, OperationException {
        try {
            Optional<Given> given = given();
            if (given.isPresent() && sink.capabilities().listIsImmediate()) {
                judge(given.get(), reach(sink, given.get().timeline()), now);
            }
            return true;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't use the history's spool", e);
        }
    }

    /** By the spool's word, before the sink is asked. */
    private Optional<Given> given() throws IOException {
        Optional<RecordedTimeline> timeline = spool.timeline();
        if (timeline.isEmpty()) {
            return Optional.empty();
        }
        BackupId base = timeline.get().base();
        long owed = spool.waiting().stream()
                .filter(pack -> pack.owed().contains(destination.name()))
                .map(pack -> pack.record().place())
                .filter(place -> place.timeline().equals(base))
                .mapToLong(place -> place.pack().first())
                .min()
                .orElse(Long.MAX_VALUE);
        return Optional.of(new Given(base, Math.min(timeline.get().last(), owed - 1)));
    }

    private ReachOfSink reach(StorageSink sink, BackupId timeline) throws SinkException, OperationException {
        List<StoredCopy> copies =
                new Sinks(environment).copies(destination, sink, cluster).glance();
        return new ReachOfSink(
                timeline,
                copies.stream().filter(StoredCopy::isThere).map(StoredCopy::id).toList(),
                new PackShelf(sink, cluster, environment.seals()).whole(),
                Stores.of(copies));
    }

    private void judge(Given given, ReachOfSink reach, Instant now) throws IOException {
        boolean lacks = reach.last() < given.last();
        if (!lacks) {
            standing.complete(destination.name());
            isNew = false;
        } else if (isNew) {
            await(reach, now);
        } else {
            standing.lacking(destination.name(), reach.last(), reach.until());
            heal(given, reach, now);
        }
        lacking = lacks;
    }

    /** The backup from which it goes on there is asked for at its first beginning: so long it has lost nothing. */
    private void await(ReachOfSink reach, Instant now) {
        if (come.isEmpty()) {
            come = Optional.of(now);
            wanted = now;
            taken = true;
        }
        standing.lacking(destination.name(), reach.last(), come.get());
        if (Sending.isDue(wanted, BACKUP_EVERY, now)) {
            wanted = now;
            spool.bridge();
        }
    }

    private void heal(Given given, ReachOfSink reach, Instant now) throws IOException {
        List<PackPlace> again = spool.oweAgain(destination.name(), given.timeline(), reach.packs());
        sent = again;
        boolean enough = reach.with(again).last() >= given.last();
        boolean take = !enough && Sending.isDue(wanted, BACKUP_EVERY, now);
        if (!lacking || take) {
            warn("packs of the history, or the backup before them, are gone: of what it was given, up to revision "
                    + given.last() + ", it alone leads to revision " + reach.last() + "; "
                    + (enough
                            ? "what is missing is still here, and sent again"
                            : "a backup is taken, from which it goes on"));
        }
        if (take) {
            taken = true;
            wanted = now;
            spool.bridge();
        }
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning("sink '" + destination.name() + "': " + text));
    }
}
