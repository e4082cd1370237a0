package dev.perigee.daemon.watch;

import dev.perigee.core.engine.Status;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.history.standing.HistoryAssessment;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonEnded;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.DaemonStopping;
import dev.perigee.daemon.event.DaemonEvent.HistoryGoesOn;
import dev.perigee.daemon.event.DaemonEvent.HistoryLost;
import dev.perigee.daemon.event.DaemonEvent.HistoryStands;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.ReloadRefused;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps what is known of the jobs. What lies in the sinks it looks at after each backup, and when somebody asks and the last
 * look is too long ago; never twice at once, and nobody waits for it. Safe for many threads.
 */
public final class DaemonWatch implements DaemonListener {

    private static final System.Logger LOG = System.getLogger(DaemonWatch.class.getName());

    /** A listing costs requests, which cost money in some stores: not one for each scrape. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Look look;
    private final InstantSource clock;
    private final LastRuns lastRuns;
    private final Supplier<Optional<FleetState>> fleet;
    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    private String version = "";
    private Optional<Instant> started = Optional.empty();
    private boolean stopping;
    private Optional<Status> status = Optional.empty();
    private Optional<String> blind = Optional.empty();
    private Instant looked = Instant.MIN;
    private boolean looking;
    private boolean again;

    /** Looks at the sinks. */
    @FunctionalInterface
    public interface Look {

        /**
         * Asks them all; may take long.
         *
         * @return what is there
         * @throws OperationException if it can't be known
         */
        Status look() throws OperationException;

        /**
         * How the histories stand now; asks nobody, and takes no time.
         *
         * @return by the job's name
         * @throws OperationException if it can't be known
         */
        default Map<String, HistoryStatus> histories() throws OperationException {
            return Map.of();
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param look at the sinks
     * @param clock says how old a look is
     * @param lastRuns where the last runs are remembered
     */
    public DaemonWatch(Look look, InstantSource clock, LastRuns lastRuns) {
        this(look, clock, lastRuns, Optional::empty);
    }

    /**
     * Knows nothing yet, but of other daemons.
     *
     * @param look at the sinks
     * @param clock says how old a look is
     * @param lastRuns where the last runs are remembered
     * @param fleet how this daemon stands among those that share its jobs; empty if none do
     */
    public DaemonWatch(Look look, InstantSource clock, LastRuns lastRuns, Supplier<Optional<FleetState>> fleet) {
        this.fleet = fleet;
        this.look = look;
        this.clock = clock;
        this.lastRuns = lastRuns;
    }

    @Override
    public String name() {
        return "the status page";
    }

    @Override
    public void on(DaemonEvent event) {
        if (event instanceof RunEnded run && run.kind() == RunKind.BACKUP) {
            lastRuns.remember(run.job(), LastRun.of(run));
        }
        hear(event);
    }

    private synchronized void hear(DaemonEvent event) {
        switch (event) {
            case DaemonStarted e -> {
                version = e.version();
                started = Optional.of(e.at());
                follow(e.jobs());
            }
            case Reloaded e -> follow(e.jobs());
            case ReloadRefused e -> {}
            case DaemonStopping e -> stopping = true;
            case DaemonEnded e -> stopping = true;
            case NextDue e -> change(e.job(), job -> job.with(e));
            case HistoryStands e -> {}
            case HistoryGoesOn e -> {}
            case HistoryLost e -> {}
            case RunStarted e -> change(e.job(), job -> e.kind().isBeside() ? job : job.with(e));
            case RunElsewhere e -> {}
            case RunGivenUp e -> {
                change(e.job(), job -> job.with(e));
                forgetThoseThatLeft();
                refresh();
            }
            case RunEnded e -> {
                change(e.job(), job -> e.kind().isBeside() ? job : job.with(e));
                forgetThoseThatLeft();
                if (e.kind() != RunKind.CATCH_UP || !e.sinks().isEmpty()) {
                    refresh();
                }
            }
        }
    }

    private void forgetThoseThatLeft() {
        jobs.values().removeIf(job -> job.leaving() && job.running().isEmpty());
    }

    private void follow(List<PlannedJob> plans) {
        Map<String, JobView> before = new LinkedHashMap<>(jobs);
        jobs.clear();
        for (PlannedJob plan : plans) {
            Optional<JobView> known = Optional.ofNullable(before.remove(plan.name()));
            jobs.put(
                    plan.name(),
                    known.map(job -> job.followed(plan)).orElseGet(() -> JobView.of(plan, lastRuns.find(plan.name()))));
        }
        before.values().stream()
                .filter(job -> job.running().isPresent())
                .forEach(job -> jobs.put(job.plan().name(), job.gone()));
        refresh();
    }

    private void change(String job, UnaryOperator<JobView> how) {
        jobs.computeIfPresent(job, (name, view) -> how.apply(view));
    }

    /**
     * All that is known. A look that is too old is done anew, for who asks next.
     *
     * @return a copy
     */
    public synchronized DaemonView view() {
        Instant now = clock.instant();
        if (started.isPresent() && (looked.isAfter(now) || looked.isBefore(now.minus(STALE)))) {
            refresh();
        }
        Optional<FleetState> state = fleet.get();
        Map<String, HistoryStatus> histories = histories();
        List<JobView> seen = jobs.values().stream()
                .map(job -> state.map(job::among).orElse(job))
                .toList();
        return new DaemonView(version, started, stopping, seen, status.map(last -> last.with(histories)), blind, state);
    }

    /** Older ones than the last look are of no use to anybody: they change by the second. */
    private Map<String, HistoryStatus> histories() {
        try {
            Map<String, HistoryStatus> histories = new LinkedHashMap<>(look.histories());
            fleet.get()
                    .ifPresent(state -> histories.replaceAll(
                            (job, history) -> state.mine().containsKey(job) ? history : HistoryAssessment.elsewhere()));
            return histories;
        } catch (OperationException e) {
            return Map.of();
        }
    }

    private void refresh() {
        looked = clock.instant();
        if (stopping) {
            return;
        }
        again = looking;
        if (!looking) {
            looking = true;
            Thread.ofVirtual().name("look").start(this::lookUntilSeen);
        }
    }

    private void lookUntilSeen() {
        do {
            lookOnce();
        } while (isWantedAgain());
    }

    private synchronized boolean isWantedAgain() {
        boolean wanted = again && !stopping;
        again = false;
        looking = wanted;
        return wanted;
    }

    private void lookOnce() {
        try {
            Status seen = look.look();
            seen(Optional.of(seen), Optional.empty());
        } catch (OperationException e) {
            seen(Optional.empty(), Optional.of(FailureWords.of(e)));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a defect while looking at the sinks", e);
            seen(Optional.empty(), Optional.of("a defect: " + e.getClass().getName()));
        }
    }

    private synchronized void seen(Optional<Status> fresh, Optional<String> failure) {
        status = fresh.or(() -> status);
        blind = failure;
    }
}
