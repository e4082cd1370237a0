package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.point.OtherThanSealedException;
import dev.perigee.core.history.point.SealedPoint;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.LastComparison;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Once a day, makes the store at the newest seal of what the sinks hold, and holds it against what the member said. What differs once is
 * looked at again when the member has told its HashKV after another compaction, for members may differ for a while; what differs twice
 * is refuted: an event was lost that left no hole. Used by one thread.
 *
 * @param environment what it stands on
 * @param cluster the cluster's name
 * @param sinks where packs and backups are
 * @param spool remembers when, and what is doubted
 * @param standing hears what came of it
 */
record SealComparison(
        Environment environment, String cluster, List<Destination> sinks, HistorySpool spool, StandingKeeper standing) {

    /** A base is fetched for it. */
    static final Duration EVERY = Duration.ofDays(1);

    private static final Duration FIRST_AFTER = Duration.ofHours(1);
    private static final Duration WHEN_IN_DOUBT = Duration.ofMinutes(10);

    /** Looks, if it is time. Says why the timeline must end; else it goes on. */
    Optional<String> look() throws IOException, OperationException {
        Instant now = environment.timing().clock().instant();
        Optional<BackupId> timeline = spool.timeline().map(RecordedTimeline::base);
        if (timeline.isEmpty()) {
            return Optional.empty();
        }
        Optional<LastComparison> known =
                spool.notes().compared().filter(each -> each.timeline().equals(timeline.get()));
        if (known.isEmpty()) {
            spool.notes().compared(begun(timeline.get(), now, Optional.empty()));
        }
        return known.isPresent() && isDue(known.get(), now) ? look(known.get(), now) : Optional.empty();
    }

    private static boolean isDue(LastComparison known, Instant now) {
        Duration since = Duration.between(known.at(), now);
        return since.isNegative() || since.compareTo(known.doubted().isPresent() ? WHEN_IN_DOUBT : EVERY) >= 0;
    }

    private static LastComparison begun(BackupId timeline, Instant now, Optional<Long> doubted) {
        Instant at = doubted.isPresent() ? now : now.minus(EVERY).plus(FIRST_AFTER);
        return new LastComparison(timeline, at, doubted);
    }

    private Optional<String> look(LastComparison known, Instant now) throws IOException, OperationException {
        SealedPoint point = new SealedPoint(environment, cluster, sinks, known.timeline());
        Optional<Seal> seal = point.newest();
        if (seal.isEmpty()
                || known.doubted()
                        .filter(before -> seal.get().compacted() <= before)
                        .isPresent()) {
            spool.notes().compared(begun(known.timeline(), now, known.doubted())); // nothing to look at yet
            return Optional.empty();
        }
        Optional<OperationException> finding = point.finding(seal.get());
        if (finding.isEmpty()) {
            tell("the history of " + known.timeline() + " is what a member held at revision "
                    + seal.get().revision());
            spool.notes().compared(new LastComparison(known.timeline(), now, Optional.empty()));
            standing.sealed(new SealSeen(now, seal.get().revision(), SealSeen.Verdict.AGREES));
            return Optional.empty();
        }
        String what = FailureWords.of(finding.get());
        if (!(finding.get() instanceof OtherThanSealedException)) {
            spool.notes().compared(new LastComparison(known.timeline(), now, known.doubted()));
            unproven(finding.get(), what);
            return Optional.empty();
        }
        spool.notes()
                .compared(new LastComparison(
                        known.timeline(), now, Optional.of(seal.get().compacted())));
        standing.sealed(new SealSeen(now, seal.get().revision(), SealSeen.Verdict.DIFFERS));
        if (known.doubted().isPresent()) {
            return Optional.of(what);
        }
        warn(what + "; it is compared again after the next compaction, and ends if it differs once more");
        return Optional.empty();
    }

    /** A host that only backs up may hold no key that reads. */
    private void unproven(OperationException failure, String what) {
        String text = "the history wasn't held against a member's HashKV: " + what;
        if (failure.outcome() == Outcome.REFUSED) {
            tell(text);
        } else {
            warn(text);
        }
    }

    private void tell(String text) {
        environment.progress().on(new ProgressEvent.Note(text));
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }
}
