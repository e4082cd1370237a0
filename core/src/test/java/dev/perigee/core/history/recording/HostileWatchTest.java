package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
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
import dev.perigee.test.relay.SnapshotRelay;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A relay between the recorder and a real etcd that spoils one answer of the watch: another history begins, and the gap is told. */
class HostileWatchTest {

    private static final String WATCH = "etcdserverpb.Watch/Watch";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofSeconds(1), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofHours(1));

    @TempDir
    Path dir;

    private final Queue<Manifest> bases = new ConcurrentLinkedQueue<>();
    private RealEtcd etcd;
    private SnapshotRelay relay;
    private EtcdConnection member;
    private Bench bench;
    private final AtomicInteger goneOn = new AtomicInteger();
    private int number;
    private volatile UnaryOperator<byte[]> spoiling = UnaryOperator.identity();

    @BeforeEach
    void open() throws Exception {
        etcd = RealEtcd.start("3.6");
        relay = SnapshotRelay.before(etcd.endpoint());
        relay.change(WATCH, bytes -> spoiling.apply(bytes)); // for calls that are open already
        member = EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint());
    }

    @AfterEach
    void close() throws Exception {
        member.close();
        relay.close();
        etcd.close();
    }

    private Thread record() throws OperationException {
        bases.clear();
        bench = new Bench(dir.resolve("state" + number++)).withLocal(RetentionRules.KEEP_ALL);
        Environment impatient = bench.environment();
        Environment environment = new Environment(
                impatient.state(),
                impatient.sinks(),
                impatient.spool(),
                impatient.version(),
                impatient.instance(),
                Timing.system(),
                event -> {
                    if (event instanceof ProgressEvent.Note note && note.text().contains("goes on again")) {
                        goneOn.incrementAndGet();
                    }
                });
        Recorder recorder = new Recorder(
                environment,
                "default",
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(relay.endpoint()))),
                SETTINGS,
                bench.destinations(),
                () -> {
                    Manifest base = bench.backup(etcd.endpoint()).manifest();
                    bases.add(base);
                    return base;
                },
                StandingListener.NONE);
        return Thread.ofVirtual().start(() -> {
            try {
                recorder.run();
            } catch (OperationException e) {
                // interrupted
            }
        });
    }

    private HistoryListing listing() {
        try {
            return new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));
        } catch (OperationException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitRecorded(long revision) {
        Eventually.eventually(
                SOON,
                "revision " + revision + " is in a pack",
                () -> listing().windows().stream()
                        .anyMatch(window -> window.first() <= revision && revision <= window.last()));
    }

    private void assertMade(HashKv said) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Points.Made made = points.make(points.at(said.revision()), scratch);
            try (Snapshot snapshot = Snapshot.open(made.file())) {
                assertEquals(
                        said.hash(),
                        snapshot.hashKvCompactedAt(said.revision(), said.compactRevision(), Progress.NONE)
                                .hash());
            }
        }
    }

    /** Spoils the next answer that has events, once. */
    private AtomicBoolean spoil(UnaryOperator<WatchResponse> change) {
        AtomicBoolean done = new AtomicBoolean();
        spoiling = bytes -> {
            try {
                WatchResponse answer = WatchResponse.parseFrom(bytes);
                return answer.getEventsCount() > 0 && done.compareAndSet(false, true)
                        ? change.apply(answer).toByteArray()
                        : bytes;
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        };
        return done;
    }

    private static WatchResponse with(WatchResponse answer, List<Event> events) {
        return answer.toBuilder().clearEvents().addAllEvents(events).build();
    }

    private record Fault(String name, UnaryOperator<WatchResponse> change, String why) {}

    @TestFactory
    Stream<DynamicTest> whatTheRelaySpoilsBeginsAnotherHistory() {
        return Stream.of(
                        new Fault("drops an answer", answer -> with(answer, List.of()), "was lost"),
                        new Fault(
                                "drops the first event",
                                answer -> with(answer, answer.getEventsList().subList(1, answer.getEventsCount())),
                                "was lost"),
                        new Fault(
                                "repeats an event",
                                answer -> answer.toBuilder()
                                        .addEvents(answer.getEvents(answer.getEventsCount() - 1))
                                        .build(),
                                "twice"),
                        new Fault(
                                "reorders events",
                                answer -> {
                                    List<Event> events = new ArrayList<>(answer.getEventsList());
                                    Collections.reverse(events);
                                    return events.size() > 1 ? with(answer, events) : with(answer, List.of());
                                },
                                "was lost"),
                        new Fault(
                                "jumps over revisions",
                                answer -> {
                                    Event.Builder event = answer.getEvents(0).toBuilder();
                                    event.getKvBuilder()
                                            .setModRevision(event.getKvBuilder().getModRevision() + 5);
                                    return with(answer, List.of(event.build()));
                                },
                                "was lost"),
                        new Fault(
                                "cancels by compaction",
                                answer -> answer.toBuilder()
                                        .clearEvents()
                                        .setCanceled(true)
                                        .setCompactRevision(answer.getHeader().getRevision() + 1)
                                        .build(),
                                "compacted before they came"),
                        new Fault(
                                "tells another cluster",
                                answer -> {
                                    WatchResponse.Builder other = answer.toBuilder();
                                    other.getHeaderBuilder().setClusterId(42);
                                    return other.build();
                                },
                                "answers for cluster"))
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> isFound(fault)));
    }

    private void isFound(Fault fault) throws Exception {
        Workload workload = new Workload(member, 31);
        workload.run(10);
        Thread recorder = record();
        try {
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            workload.run(10);
            HashKv before = workload.hash();
            awaitRecorded(before.revision());
            AtomicBoolean spoilt = spoil(fault.change());
            workload.run(10);
            Eventually.eventually(SOON, "an answer is spoilt", spoilt::get);
            workload.run(10);
            Eventually.eventually(SOON, "another backup begins another", () -> bases.size() >= 2);
            workload.run(10);
            HashKv after = workload.hash();
            awaitRecorded(after.revision());

            assertMade(before);
            assertMade(after);
            assertTrue(
                    listing().gaps().stream().anyMatch(gap -> gap.why().contains(fault.why())),
                    listing().gaps().toString());
        } finally {
            spoiling = UnaryOperator.identity();
            recorder.interrupt();
            recorder.join();
        }
    }

    /** Each try is answered, and breaks before anything comes of it. */
    @Test
    void itGoesOnAgainOnlyOnceSomethingIsRecorded() throws Exception {
        Workload workload = new Workload(member, 37);
        workload.run(10);
        Thread recorder = record();
        try {
            Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
            workload.run(10);
            awaitRecorded(workload.hash().revision());
            AtomicInteger broken = new AtomicInteger();
            spoiling = bytes -> {
                if (hasEvents(bytes)) {
                    broken.incrementAndGet();
                    return new byte[] {-1};
                }
                return bytes;
            };
            workload.run(10);
            Eventually.eventually(SOON, "it broke again and again", () -> broken.get() >= 3);
            assertEquals(0, goneOn.get());

            spoiling = UnaryOperator.identity();
            awaitRecorded(workload.hash().revision());
            assertEquals(1, goneOn.get());
            assertEquals(1, bases.size());
        } finally {
            spoiling = UnaryOperator.identity();
            recorder.interrupt();
            recorder.join();
        }
    }

    private static boolean hasEvents(byte[] bytes) {
        try {
            return WatchResponse.parseFrom(bytes).getEventsCount() > 0;
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void answersThatComeLateAreLateAndNothingElse() throws Exception {
        Workload workload = new Workload(member, 33);
        workload.run(10);
        Thread recorder = record();
        Eventually.eventually(SOON, "a backup begins it", () -> !bases.isEmpty());
        spoiling = bytes -> {
            try {
                Thread.sleep(50); // a slow line
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return bytes;
        };
        workload.run(30);
        HashKv said = workload.hash();
        awaitRecorded(said.revision());
        recorder.interrupt();
        recorder.join();

        assertMade(said);
        assertEquals(1, bases.size());
        assertEquals(List.of(), listing().gaps());
    }
}
