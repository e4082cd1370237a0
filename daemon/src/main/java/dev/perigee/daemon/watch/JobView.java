package dev.perigee.daemon.watch;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the daemon did for a job: since it was started, but for the last backup.
 *
 * @param plan the job
 * @param running what is under way; empty if nothing is
 * @param leaving whether a reload took it away while it runs: it is shown until its run has ended
 * @param lastBackup the last run that was to make a backup, of this daemon or one before; empty if there was none, and if another
 *     daemon has the job or made its last backup
 * @param due when it is due next; empty if never again
 * @param retry when a failed run is tried again; empty unless the last one failed
 * @param lag how late the last scheduled run began; empty if there was none
 * @param runs how many runs ended how
 * @param givenUp how many runs weren't published since another daemon has the job
 * @param sinks what became of each sink that had a part in one
 */
public record JobView(
        PlannedJob plan,
        Optional<RunStarted> running,
        boolean leaving,
        Optional<LastRun> lastBackup,
        Optional<Instant> due,
        Optional<Instant> retry,
        Optional<Duration> lag,
        Map<Outcome, Long> runs,
        long givenUp,
        Map<String, SinkView> sinks) {

    /** Copies the maps. */
    public JobView {
        runs = Map.copyOf(runs);
        sinks = Map.copyOf(sinks);
    }

    /**
     * What became of a sink.
     *
     * @param attempts how many runs wanted it to hold something new
     * @param failures how many failed, and how
     * @param newest the newest backup that the daemon brought there; empty if none
     */
    public record SinkView(long attempts, Map<Outcome, Long> failures, Optional<BackupId> newest) {

        static final SinkView NEW = new SinkView(0, Map.of(), Optional.empty());

        /** Copies the map. */
        public SinkView {
            failures = Map.copyOf(failures);
        }
    }

    static JobView of(PlannedJob plan, Optional<LastRun> last) {
        return new JobView(
                plan,
                Optional.empty(),
                false,
                last,
                plan.due(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                0,
                Map.of());
    }

    /**
     * As the daemons that share the jobs know it: a last run that is no longer the job's last one isn't shown, or what went wrong
     * here once would stand there for good while another daemon does well.
     */
    JobView among(FleetState fleet) {
        FleetView.Claim claim = fleet.view().claims().get(plan.name());
        if (claim != null && claim.lease() != fleet.lease()) {
            return without(Optional.empty());
        }
        boolean stale = fleet.view()
                .lastBackup(plan.name())
                .filter(run -> lastBackup
                        .filter(mine -> run.at().isAfter(mine.ended()))
                        .isPresent())
                .isPresent();
        return stale ? without(retry) : this;
    }

    private JobView without(Optional<Instant> next) {
        return new JobView(plan, running, leaving, Optional.empty(), due, next, lag, runs, givenUp, sinks);
    }

    /** Under another configuration. */
    JobView followed(PlannedJob next) {
        return new JobView(next, running, false, lastBackup, next.due(), retry, lag, runs, givenUp, sinks);
    }

    /** In no configuration any more. */
    JobView gone() {
        return new JobView(
                plan, running, true, lastBackup, Optional.empty(), Optional.empty(), lag, runs, givenUp, sinks);
    }

    JobView with(NextDue next) {
        return new JobView(plan, running, leaving, lastBackup, next.due(), next.retry(), lag, runs, givenUp, sinks);
    }

    JobView with(RunStarted start) {
        Optional<Duration> late = start.due().map(time -> Duration.between(time, start.at()));
        return new JobView(
                plan, Optional.of(start), leaving, lastBackup, due, retry, late.or(() -> lag), runs, givenUp, sinks);
    }

    /** The last backup stays what it was: this one is another daemon's to make. */
    JobView with(RunGivenUp end) {
        return new JobView(plan, Optional.empty(), leaving, lastBackup, due, retry, lag, runs, givenUp + 1, sinks);
    }

    JobView with(RunEnded end) {
        boolean backup = end.kind() == RunKind.BACKUP;
        return new JobView(
                plan,
                Optional.empty(),
                leaving,
                backup ? Optional.of(LastRun.of(end)) : lastBackup,
                due,
                retry,
                lag,
                backup ? counted(runs, end.outcome()) : runs,
                givenUp,
                sinksAfter(end));
    }

    private Map<String, SinkView> sinksAfter(RunEnded end) {
        Map<String, SinkView> after = new LinkedHashMap<>(sinks);
        end.sinks().forEach(sink -> after.merge(sink.sink(), SinkView.NEW, (old, fresh) -> old));
        end.sinks().forEach(sink -> after.computeIfPresent(sink.sink(), (name, old) -> counted(old, sink, end)));
        return after;
    }

    private static SinkView counted(SinkView old, SinkResult sink, RunEnded end) {
        Optional<BackupId> stored = sink.stored()
                ? end.backup().map(backup -> backup.manifest().id())
                : sink.caughtUp().stream().max(BackupId::compareTo);
        return new SinkView(
                old.attempts() + 1,
                sink.failure()
                        .map(failure -> counted(old.failures(), failure.outcome()))
                        .orElse(old.failures()),
                newer(old.newest(), stored));
    }

    private static Optional<BackupId> newer(Optional<BackupId> one, Optional<BackupId> other) {
        return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) > 0) ? one : other;
    }

    private static Map<Outcome, Long> counted(Map<Outcome, Long> counts, Outcome outcome) {
        Map<Outcome, Long> more = new LinkedHashMap<>(counts);
        more.merge(outcome, 1L, Long::sum);
        return more;
    }
}
