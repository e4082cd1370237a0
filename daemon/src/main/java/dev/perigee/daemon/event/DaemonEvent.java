package dev.perigee.daemon.event;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened in the daemon. Holds no secret; texts may hold paths of this host. */
public sealed interface DaemonEvent {

    /**
     * When it happened, by the daemon's clock, which may be put back.
     *
     * @return the time
     */
    Instant at();

    /**
     * The daemon runs.
     *
     * @param at when
     * @param version our own: {@code 0.1.0}
     * @param jobs all of them
     */
    record DaemonStarted(Instant at, String version, List<PlannedJob> jobs) implements DaemonEvent {

        /** Copies the list. */
        public DaemonStarted {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * Another configuration is in force for whatever begins from now on.
     *
     * @param at when
     * @param jobs all of them
     */
    record Reloaded(Instant at, List<PlannedJob> jobs) implements DaemonEvent {

        /** Copies the list. */
        public Reloaded {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A configuration was to be read anew and can't be used; the one before stays in force.
     *
     * @param at when
     * @param failure what is wrong with it
     */
    record ReloadRefused(Instant at, RunFailure failure) implements DaemonEvent {}

    /**
     * No further run begins; those at work may end.
     *
     * @param at when
     */
    record DaemonStopping(Instant at) implements DaemonEvent {}

    /**
     * The daemon has ended: the last event of all.
     *
     * @param at when
     */
    record DaemonEnded(Instant at) implements DaemonEvent {}

    /**
     * When a job is due next: after each run of it, and when the clock was put back.
     *
     * @param at when that was known
     * @param job the job's name
     * @param due when a backup is due by the schedule; in the past if it is overdue; empty if never again
     * @param retry when one that failed is tried again, which is earlier; empty unless the last one failed
     */
    record NextDue(Instant at, String job, Optional<Instant> due, Optional<Instant> retry) implements DaemonEvent {}

    /**
     * A run begins.
     *
     * @param at when
     * @param job the job's name
     * @param kind what it does
     * @param due when it was due; empty for a catch-up and for a run that was asked for
     */
    record RunStarted(Instant at, String job, RunKind kind, Optional<Instant> due) implements DaemonEvent {}

    /**
     * A job's history is late: nothing is recorded, or a sink has got nothing of it, for longer than it may take.
     *
     * @param at when that was noticed
     * @param job the job's name
     * @param failure what is wrong
     */
    record HistoryStands(Instant at, String job, RunFailure failure) implements DaemonEvent {}

    /**
     * A job's history isn't late any more, or isn't this daemon's to record.
     *
     * @param at when that was noticed
     * @param job the job's name
     * @param stood when it was noticed that it stands
     */
    record HistoryGoesOn(Instant at, String job, Instant stood) implements DaemonEvent {}

    /**
     * A job's history has a gap.
     *
     * @param at when that was noticed
     * @param job the job's name
     * @param lost which revisions, and why
     */
    record HistoryLost(Instant at, String job, Lost lost) implements DaemonEvent {}

    /**
     * A run has ended in nothing, and needn't: another daemon has the job, or will have it, and makes the backup.
     *
     * @param at when
     * @param job the job's name
     * @param kind what it was to do
     * @param why which backup isn't published, and who has the job
     */
    record RunGivenUp(Instant at, String job, RunKind kind, String why) implements DaemonEvent {}

    /**
     * Another daemon has done what a job has to; what went wrong here before is made good, or is that daemon's to tell.
     *
     * @param at when that was seen here
     * @param job the job's name
     * @param kind what it did
     * @param until up to when due times are made up for by it
     */
    record RunElsewhere(Instant at, String job, RunKind kind, Instant until) implements DaemonEvent {}

    /**
     * A run has ended, whichever way but one: {@link RunGivenUp} has an event of its own.
     *
     * @param at when
     * @param job the job's name
     * @param kind what it did
     * @param began when it began
     * @param outcome what it comes down to; INTERRUPTED if the daemon was stopped
     * @param backup what was taken, proven and stored; empty for a catch-up, and if no snapshot was had
     * @param sinks how each sink fared: of a backup, one for each of the job's; of a catch-up, those that were owed something;
     *     of a proof, one for each copy that isn't good
     * @param failure why there is no result; empty if there is one, whatever the sinks say
     */
    record RunEnded(
            Instant at,
            String job,
            RunKind kind,
            Instant began,
            Outcome outcome,
            Optional<BackupResult> backup,
            List<SinkResult> sinks,
            Optional<RunFailure> failure)
            implements DaemonEvent {

        /** Copies the list. */
        public RunEnded {
            sinks = List.copyOf(sinks);
        }

        /**
         * How long it took.
         *
         * @return not negative, also when the clock was put back
         */
        public Duration took() {
            Duration took = Duration.between(began, at);
            return took.isNegative() ? Duration.ZERO : took;
        }
    }
}
