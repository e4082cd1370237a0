package dev.perigee.daemon.watch;

import dev.perigee.core.engine.Status;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known at one moment.
 *
 * @param version our own
 * @param started when the daemon was started; empty if it is about to be
 * @param stopping whether it is about to end
 * @param jobs in the configuration's order; behind them those that a reload took away while they run
 * @param status what lies in the sinks; empty if it hasn't been looked at yet
 * @param blind why it couldn't be looked at the last time; empty if it could
 * @param fleet how this daemon stands among those that share its jobs; empty if none do
 */
public record DaemonView(
        String version,
        Optional<Instant> started,
        boolean stopping,
        List<JobView> jobs,
        Optional<Status> status,
        Optional<String> blind,
        Optional<FleetState> fleet) {

    /** Copies the list. */
    public DaemonView {
        jobs = List.copyOf(jobs);
    }

    /**
     * What it comes down to, for whoever asks: that a backup is missing is worse than that nobody knows.
     *
     * @return OK, OVERDUE or PARTIAL; empty while nobody has looked
     */
    public Optional<Outcome> outcome() {
        boolean unknown =
                blind.isPresent() || fleet.flatMap(FleetState::failure).isPresent();
        return status.map(Status::outcome).map(seen -> seen == Outcome.OK && unknown ? Outcome.PARTIAL : seen);
    }

    /**
     * What the daemon knows of a job.
     *
     * @param name the job's name
     * @return empty if there is none
     */
    public Optional<JobView> job(String name) {
        return jobs.stream().filter(job -> job.plan().name().equals(name)).findFirst();
    }

    /**
     * Whether the last look at the sinks knew nothing of a job: it is new, or was taken away while it runs.
     *
     * @param job the job
     * @return true as well while nobody has looked
     */
    public boolean isUnseen(JobView job) {
        return status.stream()
                .flatMap(seen -> seen.jobs().stream())
                .noneMatch(seen -> seen.name().equals(job.plan().name()));
    }

    /**
     * Which daemon runs a job.
     *
     * @param job its name
     * @return the instance; empty if nobody has it, or every daemon runs its own
     */
    public Optional<String> leader(String job) {
        return fleet.flatMap(state -> state.view().leader(job));
    }

    /**
     * The last backup that any of the daemons wrote down.
     *
     * @param job its name
     * @return empty if there is none, or every daemon runs its own
     */
    public Optional<FleetRun> lastInFleet(String job) {
        return fleet.flatMap(state -> state.view().lastBackup(job));
    }

    /**
     * Whether this daemon may run a job now.
     *
     * @param job its name
     * @return true if it is alone
     */
    public boolean leads(String job) {
        return fleet.map(state -> state.mine().containsKey(job)).orElse(true);
    }

    /**
     * Whether it does its work.
     *
     * @return false before its start and while it ends
     */
    public boolean ready() {
        return started.isPresent() && !stopping;
    }
}
