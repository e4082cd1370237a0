package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job does beside its backups, at times of its own: proofs of stored copies, drills. It may run while a backup does, and costs no
 * backup anything. One that fails is tried again at its next time.
 */
final class SideLoop extends TimedLoop {

    private static final System.Logger LOG = System.getLogger(SideLoop.class.getName());

    /** Does it: says what isn't good. Interrupting the thread stops it soon. */
    interface Deed {
        List<SinkFailure> of(Job job) throws OperationException;
    }

    private final RunKind kind;
    private final Deed deed;

    SideLoop(Job job, RunKind kind, Schedule schedule, Deed deed, RunMemory memory, LoopContext context) {
        super(job, kind, schedule, memory, context);
        this.kind = kind;
        this.deed = deed;
    }

    @Override
    public synchronized Duration tick(Instant now, Duration most) {
        see(now, most);
        Optional<Fence> fence = fence();
        if (runs() || isRetired() || fence.isEmpty()) {
            return most; // its end rings the alarm, and so does what changes hands
        }
        if (!agenda().isDue(now)) {
            return agenda().untilDue(now, most);
        }
        context().announcements().tell(new RunStarted(now, job(), kind, agenda().due()));
        begin("job-" + name(), () -> work(now, fence.get()));
        return most;
    }

    /** One that was interrupted is due again after a restart. */
    private void work(Instant began, Fence fence) {
        RunEnded end = attempt(kind, began, this::done);
        if (end.outcome() != Outcome.INTERRUPTED) {
            ran(end.at(), fence, Optional.empty(), Optional.empty());
        }
        context().announcements().tell(end);
    }

    private RunEnded done(Instant began) throws OperationException {
        List<SinkFailure> bad = deed.of(current());
        bad.forEach(each -> LOG.log(Level.ERROR, () -> "job " + name() + ": " + each.text()));
        LOG.log(Level.INFO, () -> "job " + name() + ": " + (bad.isEmpty() ? "all is well" : "not all is well"));
        Outcome outcome =
                Outcome.gravest(bad.stream().map(SinkFailure::outcome)).orElse(Outcome.OK);
        List<SinkResult> sinks = bad.stream()
                .map(each -> new SinkResult(each.sink(), true, Optional.of(each), List.of(), List.of()))
                .toList();
        return new RunEnded(now(), job(), kind, began, outcome, Optional.empty(), sinks, Optional.empty());
    }

    @Override
    public String name() {
        return job() + " (" + kind.name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public synchronized String told(Instant now) {
        return "job " + name() + ": schedule " + agenda().schedule().text() + ", " + agenda().told(now);
    }
}
