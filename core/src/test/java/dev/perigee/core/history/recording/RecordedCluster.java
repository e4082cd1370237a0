package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A recorder on a real etcd, with a real directory behind it, and what can be made of that. */
final class RecordedCluster {

    static final Duration SOON = Duration.ofSeconds(60);

    static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofSeconds(1), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofSeconds(1));

    private final Bench bench;
    private final StandingListener listener;
    private final HistorySettings settings;
    private final Queue<Manifest> bases = new ConcurrentLinkedQueue<>();

    /** How far the recorder's clock is ahead of the backups'. */
    private volatile Duration ahead = Duration.ZERO;

    /**
     * One that isn't recorded yet.
     *
     * @param state everything it writes goes there, the stored packs too
     * @param listener hears how it stands
     */
    RecordedCluster(Path state, StandingListener listener) {
        this(state, listener, SETTINGS);
    }

    /** One that is recorded in another way. */
    RecordedCluster(Path state, StandingListener listener, HistorySettings settings) {
        this(state, listener, settings, RetentionRules.KEEP_ALL);
    }

    /** One whose backups are pruned. */
    RecordedCluster(Path state, StandingListener listener, HistorySettings settings, RetentionRules rules) {
        this.settings = settings;
        this.bench = new Bench(state).withLocal(rules);
        this.listener = listener;
    }

    void setAhead(Duration by) {
        ahead = by;
    }

    Bench bench() {
        return bench;
    }

    /** The backups that timelines began with. */
    List<Manifest> bases() {
        return List.copyOf(bases);
    }

    void awaitBases(int count) {
        Eventually.eventually(SOON, "backup " + count + " begins a timeline", () -> bases.size() == count);
    }

    /** Begins to record, or goes on; {@link #end} ends it. */
    Thread record(RealEtcd etcd) throws OperationException {
        return record(etcd.endpoint());
    }

    Thread record(URI endpoint) throws OperationException {
        Recorder recorder = new Recorder(
                environment(),
                "default",
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(endpoint))),
                settings,
                bench.destinations(),
                () -> {
                    Manifest base = bench.backup(endpoint).manifest();
                    bases.add(base);
                    return base;
                },
                listener);
        return Thread.ofVirtual().start(() -> {
            try {
                recorder.run();
            } catch (OperationException e) {
                // interrupted
            }
        });
    }

    /** One that waits as long as it says. */
    private Environment environment() throws OperationException {
        Environment impatient = bench.environment();
        Timing system = Timing.system();
        return new Environment(
                impatient.state(),
                impatient.sinks(),
                impatient.spool(),
                impatient.version(),
                impatient.instance(),
                new Timing(() -> Instant.now().plus(ahead), system.ticker(), system.sleeper(), system.random()),
                impatient.progress());
    }

    static void end(Thread recorder) throws InterruptedException {
        recorder.interrupt();
        recorder.join();
    }

    static EtcdConnection connect(RealEtcd etcd) throws Exception {
        return EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
    }

    HistoryListing listing() throws OperationException {
        return new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));
    }

    void awaitRecorded(long revision) {
        Eventually.eventually(
                SOON,
                "revision " + revision + " is in a pack",
                () -> listed().windows().stream()
                        .anyMatch(window -> window.first() <= revision && revision <= window.last()));
    }

    /** Of which a history that begins later holds nothing. */
    void awaitRecordedBeyond(long revision) {
        Eventually.eventually(
                SOON,
                "something behind revision " + revision + " is in a pack",
                () -> listed().windows().stream().anyMatch(window -> window.last() > revision));
    }

    void awaitWindowOf(BackupId timeline) {
        Eventually.eventually(
                SOON,
                "the history of " + timeline + " has a window",
                () -> listed().windows().stream()
                        .anyMatch(window -> window.timeline().equals(timeline)));
    }

    private HistoryListing listed() {
        try {
            return listing();
        } catch (OperationException e) {
            throw new AssertionError(e);
        }
    }

    Points points() throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    /** What is made of a revision is what the cluster said of it. */
    void assertMade(HashKv said) throws Exception {
        Points points = points();
        try (SpoolEntry scratch = bench.environment().scratch()) {
            assertHolds(points.make(points.at(said.revision()), scratch).file(), said);
        }
    }

    static void assertHolds(Path file, HashKv said) throws Exception {
        try (Snapshot snapshot = Snapshot.open(file)) {
            assertEquals(
                    said.hash(),
                    snapshot.hashKvCompactedAt(said.revision(), said.compactRevision(), Progress.NONE)
                            .hash(),
                    "at revision " + said.revision());
        }
    }
}
