package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Superseded;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says how it stands with the sinks of a job. Pure.
 *
 * @param job the job
 * @param listing its cluster's backups in its sinks
 * @param since when the daemon first saw the job; empty if there is none, or nobody knows
 * @param failed the job's last run, if sinks lack what that was to bring
 * @param now what time it is
 */
record SinkAssessment(Job job, Listing listing, Optional<Instant> since, Optional<FailedRun> failed, Instant now) {

    private static final int MOST_SUPERSEDED = 20;
    private static final int MOST_DAMAGED = 5;

    SinkStatus of(Destination sink) {
        if (sink.access() == Destination.Access.WRITE_ONLY) {
            return unseen(sink.name());
        }
        Optional<SinkFailure> silent = listing.warnings().stream()
                .filter(warning -> warning.sink().equals(sink.name()) && warning.outcome() != Outcome.PARTIAL)
                .findFirst();
        return silent.map(failure -> new SinkStatus(
                        sink.name(),
                        Health.unlisted(failure.outcome()),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        failure.sentence(),
                        failure.cure()))
                .orElseGet(() -> listed(sink.name()));
    }

    /** Nobody can look, but the daemon knows what it couldn't bring there. */
    private SinkStatus unseen(String sink) {
        Optional<FailedRun> run = failed(sink, Optional.empty());
        Optional<String> amiss = amiss(sink);
        Health health = run.map(this::health).orElse(amiss.isPresent() ? Health.AMISS : Health.UNSEEN);
        return new SinkStatus(
                sink,
                health,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                run.map(end -> "sink '" + sink + "': " + sentence(sink, end))
                        .or(() -> amiss)
                        .orElse(""),
                cure(sink, health, run));
    }

    /** What its last run left undone, although it brought its backup there. */
    private Optional<String> amiss(String sink) {
        return failed.flatMap(run -> Optional.ofNullable(run.amiss().get(sink))
                .map(what -> "sink '" + sink + "': the run that ended " + moment(run.ended())
                        + " brought its backup there, but " + what));
    }

    private Optional<FailedRun> failed(String sink, Optional<BackupId> newest) {
        return failed.filter(run -> run.isMissedBy(sink, newest));
    }

    private Health health(FailedRun run) {
        return Punctuality.isOver(job.schedule(), run.ended(), now) ? Health.LATE : Health.BEHIND;
    }

    /** Moments and no ages: it is read later than it is written. */
    private static String sentence(String sink, FailedRun run) {
        String why = run.cause(sink);
        return "the run that ended " + moment(run.ended()) + " failed" + (why.isEmpty() ? "" : ": " + why);
    }

    private static Instant moment(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private SinkStatus listed(String sink) {
        List<StoredCopy> whole = listing.rows().stream()
                .flatMap(row -> row.copies().stream())
                .filter(held -> held.sink().equals(sink))
                .map(Held::copy)
                .filter(StoredCopy::isWhole)
                .toList();
        long bytes =
                whole.stream().mapToLong(copy -> copy.listedLength().orElse(0)).sum();
        Optional<BackupId> fresh = Optional.ofNullable(listing.newestFresh().get(sink));
        Optional<StoredCopy> newest = fresh.flatMap(
                id -> whole.stream().filter(copy -> copy.id().equals(id)).findFirst());
        Optional<Instant> missed = missed(newest);
        List<String> suspicions = suspicions(sink);
        Optional<String> amiss = amiss(sink);
        Optional<FailedRun> run = failed(sink, newest.map(StoredCopy::id));
        Health health = health(whole.isEmpty(), newest, missed, run, suspicions, amiss);
        return new SinkStatus(
                sink,
                health,
                newest.map(SinkAssessment::newest),
                whole.stream().flatMap(copy -> copy.readBack().stream()).max(Comparator.naturalOrder()),
                whole.size(),
                bytes,
                Stream.of(
                                sentence(sink, health, newest, missed, run).stream(),
                                suspicions.stream(),
                                amiss.stream(),
                                superseded(sink, whole))
                        .flatMap(sentences -> sentences)
                        .collect(Collectors.joining("; ")),
                cure(sink, health, run));
    }

    /** What is said of a sink that could be listed: its ledger doesn't agree, or copies there are damaged. */
    private List<String> suspicions(String sink) {
        Stream<String> ledgers = listing.warnings().stream()
                .filter(warning -> warning.sink().equals(sink) && warning.outcome() == Outcome.PARTIAL)
                .map(SinkFailure::sentence);
        return Stream.concat(ledgers, damaged(sink)).toList();
    }

    private Stream<String> damaged(String sink) {
        List<String> said = listing.damaged().stream()
                .filter(held -> held.sink().equals(sink))
                .map(held -> "sink '" + sink + "': " + held.copy().id() + " is damaged: "
                        + held.copy().standing().finding())
                .toList();
        int more = said.size() - MOST_DAMAGED;
        return Stream.concat(
                said.stream().limit(MOST_DAMAGED), more > 0 ? Stream.of("and " + more + " more are") : Stream.empty());
    }

    /** No illness: it says that two daemons made the same backup. Those of the cluster's other jobs are theirs to tell of. */
    private Stream<String> superseded(String sink, List<StoredCopy> whole) {
        Superseded superseded = Superseded.among(whole);
        List<String> said = whole.stream()
                .filter(copy -> copy.manifest()
                        .filter(made -> made.job().equals(job.name()))
                        .isPresent())
                .flatMap(copy -> superseded.reason(copy.id()).stream()
                        .map(reason -> "sink '" + sink + "': " + copy.id() + " is " + reason))
                .toList();
        int more = said.size() - MOST_SUPERSEDED;
        return Stream.concat(
                said.stream().limit(MOST_SUPERSEDED),
                more > 0 ? Stream.of("and " + more + " more are superseded") : Stream.empty());
    }

    private static Newest newest(StoredCopy copy) {
        return new Newest(copy.id(), copy.manifest().map(read -> read.proof().time()), copy.listedLength());
    }

    private Optional<Instant> missed(Optional<StoredCopy> newest) {
        return newest.flatMap(copy -> job.schedule()
                .flatMap(schedule -> Punctuality.missed(schedule, copy.id().until(), now)));
    }

    private Health health(
            boolean empty,
            Optional<StoredCopy> newest,
            Optional<Instant> missed,
            Optional<FailedRun> run,
            List<String> suspicions,
            Optional<String> amiss) {
        if (newest.isEmpty() && job.schedule().isPresent() || empty) {
            return run.isEmpty() && isNew() ? Health.NEW : Health.EMPTY;
        }
        Health fresh = run.map(this::health).orElse(Health.WELL);
        if (missed.isPresent() || fresh.lacks()) {
            return Health.LATE;
        }
        if (!suspicions.isEmpty()) {
            return Health.SUSPECT;
        }
        return fresh == Health.WELL && amiss.isPresent() ? Health.AMISS : fresh;
    }

    /** Without a schedule nothing is ever due. */
    private boolean isNew() {
        return job.schedule()
                .map(schedule -> since.filter(first ->
                                Punctuality.missed(schedule, first, now).isEmpty())
                        .isPresent())
                .orElse(true);
    }

    private Optional<String> sentence(
            String sink,
            Health health,
            Optional<StoredCopy> newest,
            Optional<Instant> missed,
            Optional<FailedRun> run) {
        if (health == Health.EMPTY) {
            return Optional.of("sink '" + sink + "' holds no whole backup of cluster '"
                    + job.cluster().name() + "'"
                    + run.map(end -> ", and " + sentence(sink, end)).orElse(""));
        }
        List<String> why = Stream.concat(
                        missed.stream().map(due -> "one was due " + moment(due)),
                        run.stream().map(end -> sentence(sink, end)))
                .toList();
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of("sink '" + sink + "': "
                        + newest.map(copy -> "the newest backup is of "
                                        + moment(copy.id().time()) + ", and ")
                                .orElse("")
                        + String.join(", and ", why));
    }

    private Optional<String> cure(String sink, Health health, Optional<FailedRun> run) {
        if (health == Health.AMISS
                && failed.filter(end -> end.unpruned().contains(sink)).isPresent()) {
            return Optional.of("once that is mended, 'perigee snapshot prune --cluster "
                    + job.cluster().name() + " --sink " + sink + "' removes them at once");
        }
        String save = "'perigee snapshot save --job " + job.name() + "'";
        if (health.lacks() && run.isEmpty()) {
            return Optional.of("does the daemon run, and what does its log say? " + save + " makes one now");
        }
        return Optional.of("once that is mended, " + save + " makes one at once")
                .filter(_ -> health.lacks() || health == Health.BEHIND || health == Health.AMISS);
    }
}
