package dev.perigee.core.fleet;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.Lease;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One daemon among several that share jobs. It holds a lease, under which lie a key that says that it is there and one for each
 * job that it runs; who finds a job without such a key may take it. {@link #step} renews, looks and moves, by one thread; all
 * else is for many threads.
 */
public final class FleetMember implements AutoCloseable {

    private static final System.Logger LOG = LateLogger.of(FleetMember.class);

    private final LeaderSettings settings;
    private final String instance;
    private final Timing timing;
    private final FleetStore store;
    private final FleetFences fences;
    private final Map<String, FleetRun> unwritten = new ConcurrentHashMap<>();
    private volatile FleetState state = FleetState.NEW;
    private volatile long renewed;
    private volatile long nanosOfLease;
    private volatile boolean leaving;

    /**
     * A daemon that isn't there yet. Asks nothing of etcd before the first step.
     *
     * @param settings where and how they agree
     * @param etcd how to reach it, asked for each connection
     * @param instance its name
     * @param timing time, waiting, chance
     */
    public FleetMember(LeaderSettings settings, Supplier<EtcdSettings> etcd, String instance, Timing timing) {
        this.settings = settings;
        this.instance = instance;
        this.timing = timing;
        this.store = new FleetStore(settings, etcd);
        this.fences = new FleetFences(store, timing);
    }

    /**
     * Renews the lease, looks at what the others do, and takes or gives jobs. What fails is in the state, and is tried again with
     * the next step.
     *
     * @param jobs those that it could run
     * @param busy those of them that are at work
     */
    public void step(SortedSet<String> jobs, Set<String> busy) {
        try {
            if (leaving && state.lease() == 0) {
                return;
            }
            renew();
            FleetView view = leaving ? store.look() : swept(joined(jobs), jobs);
            Spread.Moves moves = leaving ? leave(view, jobs, busy) : moves(view, jobs, busy);
            if (!moves.none()) {
                store.release(fences(view, moves.release()));
                store.claim(moves.claim(), state.lease(), instance);
                view = store.look();
            }
            state = new FleetState(state.lease(), mine(view, jobs), view, Optional.empty());
        } catch (EtcdException e) {
            state = new FleetState(state.lease(), state.mine(), state.view(), Optional.of(FailureWords.of(e)));
        }
    }

    /** The time counts from before the call: etcd's own begins later. */
    private void renew() throws EtcdException {
        long before = timing.ticker().getAsLong();
        if (state.lease() == 0 || !store.keepAlive(state.lease())) {
            state = new FleetState(0, Map.of(), state.view(), state.failure());
            before = timing.ticker().getAsLong();
            Lease granted = store.grant(settings.leaseSeconds());
            nanosOfLease = granted.grantedSeconds() * 1_000_000_000L;
            state = new FleetState(granted.id(), Map.of(), state.view(), state.failure());
        }
        renewed = before;
    }

    private FleetView joined(SortedSet<String> jobs) throws EtcdException {
        FleetView view = store.look();
        FleetView.Member me = new FleetView.Member(state.lease(), instance, digest(jobs));
        if (view.members().contains(me)) {
            return view;
        }
        store.join(state.lease(), instance, me.jobs());
        return store.look();
    }

    /**
     * Keys that were restored from a dump, or put by hand, have no lease, and would keep a job from everybody. Each transaction that
     * asked for such a claim's fence finds another one from here on.
     */
    private FleetView swept(FleetView view, SortedSet<String> jobs) throws EtcdException {
        Map<String, Long> strays = new HashMap<>(view.strays());
        strays.keySet().retainAll(jobs);
        if (strays.isEmpty()) {
            return view;
        }
        store.sweep(strays);
        strays.keySet()
                .forEach(job -> LOG.log(
                        Level.WARNING,
                        "job {0}: its claim in etcd hung on no lease, so that no daemon could have run the job: it is"
                                + " taken away. Keys under {1} are the daemons'' alone, neither put by hand nor restored"
                                + " from a dump",
                        job,
                        settings.prefix()));
        return store.look();
    }

    /** Daemons with other jobs, such as those that weren't told of a change yet, keep what they have, and get nothing. */
    private Spread.Moves moves(FleetView view, SortedSet<String> jobs, Set<String> busy) {
        SortedMap<Long, Collection<String>> holdings = new TreeMap<>();
        String digest = digest(jobs);
        view.members().stream()
                .filter(member -> member.jobs().equals(digest))
                .forEach(member -> holdings.put(member.lease(), new TreeSet<>()));
        TreeSet<String> unclaimed = new TreeSet<>(jobs);
        view.claims().forEach((job, claim) -> {
            Collection<String> has = holdings.get(claim.lease());
            if (unclaimed.remove(job) && has != null) {
                has.add(job);
            }
        });
        Spread.Moves moves = Spread.moves(state.lease(), holdings, unclaimed, busy);
        TreeSet<String> release = gone(view, jobs, busy);
        release.addAll(moves.release());
        return new Spread.Moves(moves.claim(), List.copyOf(release));
    }

    /** Claims of jobs that the configuration doesn't have any more. */
    private TreeSet<String> gone(FleetView view, SortedSet<String> jobs, Set<String> busy) {
        return view.claims().entrySet().stream()
                .filter(each -> each.getValue().lease() == state.lease())
                .map(Map.Entry::getKey)
                .filter(job -> !jobs.contains(job) && !busy.contains(job))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Spread.Moves leave(FleetView view, SortedSet<String> jobs, Set<String> busy) throws EtcdException {
        if (view.members().stream().anyMatch(member -> member.lease() == state.lease())) {
            store.goAway(state.lease());
        }
        TreeSet<String> idle = new TreeSet<>(mine(view, jobs).keySet());
        idle.removeAll(busy);
        return new Spread.Moves(List.of(), List.copyOf(idle));
    }

    private static Map<String, Long> fences(FleetView view, Collection<String> jobs) {
        return jobs.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        job -> Objects.requireNonNull(view.claims().get(job)).fence()));
    }

    private Map<String, Long> mine(FleetView view, SortedSet<String> jobs) {
        Map<String, Long> mine = new HashMap<>();
        view.claims().forEach((job, claim) -> {
            if (claim.lease() == state.lease() && jobs.contains(job)) {
                mine.put(job, claim.fence());
            }
        });
        return mine;
    }

    private static String digest(SortedSet<String> jobs) {
        return Sha256.digest(String.join("/", jobs).getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 16);
    }

    /**
     * How it stands now.
     *
     * @return with no job once the lease may be over, whatever was seen last
     */
    public FleetState state() {
        FleetState now = state;
        boolean over = timing.ticker().getAsLong() - renewed >= nanosOfLease;
        return over ? new FleetState(now.lease(), Map.of(), now.view(), now.failure()) : now;
    }

    /**
     * The fence of a job that it may run now.
     *
     * @param job its name
     * @return empty if another daemon runs it, or nobody, or that can't be known
     */
    public Optional<Fence> fence(String job) {
        return Optional.ofNullable(state().mine().get(job)).map(fences::held);
    }

    /**
     * The fence for what earlier runs of this daemon still owe, whoever runs the job now.
     *
     * @return without a number
     */
    public Fence ofDebts() {
        return fences.ofDebts();
    }

    /**
     * When a job did something last, whichever daemon did it.
     *
     * @param run its name, a slash, and what it does
     * @return empty if that isn't known
     */
    public Optional<FleetRun> lastRun(String run) {
        FleetState now = state;
        return Optional.ofNullable(unwritten.get(run))
                .filter(mine -> Optional.of(mine.fence())
                        .equals(Optional.ofNullable(now.mine().get(jobOf(run)))))
                .or(() -> Optional.ofNullable(now.view().runs().get(run)));
    }

    private static String jobOf(String run) {
        return run.substring(0, run.lastIndexOf('/'));
    }

    /**
     * Has the others know that a job of its own did something. Written by {@link #write}; forgotten if the job is another's.
     *
     * @param run the job's name, a slash, and what it does
     * @param fence that of the claim under which it was done
     * @param at up to when due times are made up for
     * @param due the due time that it was for
     * @param backup what came of it
     */
    public void ran(String run, long fence, Instant at, Optional<Instant> due, Optional<Manifest> backup) {
        unwritten.put(run, new FleetRun(at, due, fence, instance, backup.map(FleetRun.Made::of)));
    }

    /** Writes down what {@link #ran} told. What can't be written now is kept; what another has taken over is dropped. */
    public void write() {
        for (Map.Entry<String, FleetRun> each : unwritten.entrySet()) {
            try {
                if (store.record(jobOf(each.getKey()), each.getKey(), each.getValue())) {
                    remember(each.getKey(), each.getValue());
                }
                unwritten.remove(each.getKey(), each.getValue());
            } catch (EtcdException e) {
                return; // the next step says what is wrong
            }
        }
    }

    private synchronized void remember(String run, FleetRun value) {
        FleetState now = state;
        Map<String, FleetRun> runs = new HashMap<>(now.view().runs());
        runs.put(run, value);
        state = new FleetState(
                now.lease(),
                now.mine(),
                new FleetView(
                        now.view().members(),
                        now.view().claims(),
                        runs,
                        now.view().strays()),
                now.failure());
    }

    /** From the next step on it takes nothing, and gives what isn't at work. */
    public void leave() {
        leaving = true;
    }

    /** Gives the lease back, and all that goes with it, so that nobody has to wait. */
    @Override
    public void close() {
        try {
            if (state.lease() != 0) {
                store.revoke(state.lease());
                state = new FleetState(state.lease(), Map.of(), state.view(), Optional.empty());
            }
        } catch (EtcdException e) {
            state = new FleetState(state.lease(), Map.of(), state.view(), Optional.of(FailureWords.of(e)));
        } finally {
            store.close();
        }
    }
}
