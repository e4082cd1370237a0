package dev.perigee.daemon.hook;

import dev.perigee.core.hook.Hook;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which heartbeat an event is worth. Success means that all is proven and fresh: of all jobs that matter the last backup lies
 * in every sink, the last proof found nothing, none is overdue by an hour, and no history is late. What failed here counts until it
 * is done well here, or done by another daemon, which has a heartbeat of its own. Not for several threads.
 */
final class Pulse {

    /** How long after its time a backup may take to be there. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final String HISTORY = "HISTORY";

    /** Which of a monitor's three URLs. */
    enum Beat {
        START,
        SUCCESS,
        FAIL
    }

    private final Hook hook;
    private final Map<String, Instant> due = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    Pulse(Hook hook) {
        this.hook = hook;
    }

    Optional<Beat> of(DaemonEvent event) {
        return switch (event) {
            case DaemonStarted started -> plan(started.jobs());
            case Reloaded reloaded -> plan(reloaded.jobs());
            case NextDue next when hook.heeds(next.job()) -> due(next);
            case RunStarted run when hook.heeds(run.job()) && run.kind() == RunKind.BACKUP -> Optional.of(Beat.START);
            case RunGivenUp run -> elsewhere(run.job(), run.kind());
            case RunElsewhere run -> elsewhere(run.job(), run.kind());
            case HistoryStands stands when hook.heeds(stands.job()) -> stands(stands);
            case HistoryGoesOn goesOn -> goesOn(goesOn);
            case RunEnded run when run.kind() == RunKind.CATCH_UP -> caughtUp(run);
            case RunEnded run when counts(run) -> ended(run);
            default -> Optional.empty();
        };
    }

    private Optional<Beat> plan(List<PlannedJob> jobs) {
        due.clear();
        jobs.stream()
                .filter(job -> hook.heeds(job.name()))
                .forEach(job -> job.due().ifPresent(time -> due.put(job.name(), time)));
        failed.removeIf(what -> jobs.stream().noneMatch(job -> what.startsWith(job.name() + "/")));
        return Optional.empty();
    }

    private Optional<Beat> due(NextDue next) {
        next.due().ifPresentOrElse(time -> due.put(next.job(), time), () -> due.remove(next.job()));
        return Optional.empty();
    }

    private boolean counts(RunEnded run) {
        return hook.heeds(run.job()) && run.outcome() != Outcome.INTERRUPTED;
    }

    /** What a sink still lacks was a failure when it was due. After a restart this tells that it lacks it yet. */
    private Optional<Beat> caughtUp(RunEnded run) {
        String what = run.job() + "/" + run.kind();
        if (counts(run) && run.outcome() != Outcome.OK) {
            failed.add(what);
        } else if (run.outcome() == Outcome.OK) {
            failed.remove(what);
        }
        return Optional.empty();
    }

    /** What failed here before is another daemon's to make good, and to tell of. */
    private Optional<Beat> elsewhere(String job, RunKind kind) {
        failed.remove(job + "/" + kind);
        return Optional.empty();
    }

    /** From here on it is silent: backups alone aren't what the job is to keep. */
    private Optional<Beat> stands(HistoryStands stands) {
        failed.add(stands.job() + "/" + HISTORY);
        return Optional.of(Beat.FAIL);
    }

    private Optional<Beat> goesOn(HistoryGoesOn goesOn) {
        failed.remove(goesOn.job() + "/" + HISTORY);
        return Optional.empty();
    }

    private Optional<Beat> ended(RunEnded run) {
        String what = run.job() + "/" + run.kind();
        if (run.outcome() != Outcome.OK) {
            failed.add(what);
            return Optional.of(Beat.FAIL);
        }
        failed.remove(what);
        if (run.kind() == RunKind.BACKUP) { // it lies in every sink: what they lacked before is of no matter
            failed.remove(run.job() + "/" + RunKind.CATCH_UP);
        }
        return allIsFresh(run) ? Optional.of(Beat.SUCCESS) : Optional.empty();
    }

    /** The job that has just run is, whatever its last due time was: the next one is told later. */
    private boolean allIsFresh(RunEnded run) {
        return failed.isEmpty()
                && due.entrySet().stream()
                        .filter(job ->
                                run.kind() != RunKind.BACKUP || !job.getKey().equals(run.job()))
                        .noneMatch(job -> job.getValue().plus(LATE).isBefore(run.at()));
    }
}
