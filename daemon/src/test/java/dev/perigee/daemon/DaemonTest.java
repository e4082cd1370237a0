package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.systemd.Supervision;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DaemonSettings SETTINGS =
            new DaemonSettings(Duration.ofMillis(50), PATIENCE, Duration.ofMinutes(5), PATIENCE);

    @TempDir
    Path state;

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-23T09:30:00Z"));
    private final Recorder recorder = new Recorder();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private Schedule schedule = new Hourly();
    private Optional<Schedule> proofs = Optional.empty();
    private Supervision supervision = Supervision.none();
    private int stops;
    private DaemonListener[] listeners = {};

    /** Writes down what was run, and does as the test says. */
    private static final class Recorder implements JobRunner {

        final List<String> begun = new CopyOnWriteArrayList<>();
        final List<String> interrupted = new CopyOnWriteArrayList<>();
        final List<String> proofs = new CopyOnWriteArrayList<>();
        final AtomicInteger failuresLeft = new AtomicInteger();
        final AtomicInteger catchUps = new AtomicInteger();
        final AtomicInteger works = new AtomicInteger();
        final AtomicInteger atOnce = new AtomicInteger();
        final AtomicInteger mostAtOnce = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();
        volatile List<Job> next = List.of();
        volatile Optional<String> changed = Optional.empty();
        volatile CountDownLatch stuck = new CountDownLatch(0);
        volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public BackupResult backup(Job job) throws OperationException {
            works.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.add(job.name());
            try {
                if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new OperationException(Outcome.CONNECTION, "etcd is away, on purpose");
                }
                if (job.name().startsWith("broken")) {
                    throw new IllegalStateException("a defect, on purpose");
                }
                hold.await();
                return Backups.stored(job);
            } catch (InterruptedException e) {
                interrupted.add(job.name());
                throw new OperationException(Outcome.INTERRUPTED, "interrupted, as asked");
            } finally {
                atOnce.decrementAndGet();
            }
        }

        @Override
        public List<SinkResult> catchUp(Job job) throws OperationException {
            works.incrementAndGet();
            catchUps.incrementAndGet();
            try {
                stuck.await();
                return List.of();
            } catch (InterruptedException e) {
                interrupted.add(job.name());
                throw new OperationException(Outcome.INTERRUPTED, "interrupted, as asked");
            }
        }

        @Override
        public List<SinkFailure> prove(Job job) {
            works.incrementAndGet();
            proofs.add(job.name());
            return List.of();
        }

        @Override
        public Reload reload(Approval<Reload> approval) throws OperationException {
            Reload reload = new Reload(List.of(), next);
            approval.approve(reload);
            return reload;
        }

        @Override
        public Optional<String> changedConfiguration() {
            return changed;
        }

        @Override
        public void end() {
            ends.incrementAndGet();
        }
    }

    private Job job(String name) {
        Destination sink = new Destination(
                new SinkDefinition("sink", "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                Destination.Access.FULL);
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        ProofSettings verify = new ProofSettings(proofs, 1, 2, true);
        return new Job(name, cluster, Optional.of(schedule), List.of(sink), verify, DrillSettings.DEFAULT);
    }

    private Daemon start(String... jobs) throws OperationException {
        Daemon daemon = daemon(jobs);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                daemon.run();
            } catch (OperationException e) {
                throw new IllegalStateException(e);
            }
        });
        threads.add(thread);
        daemons.add(daemon);
        eventually(
                PATIENCE, "it looks into the spool first", () -> recorder.catchUps.get() >= jobs.length && settled());
        return daemon;
    }

    private void stop(Daemon daemon) throws InterruptedException {
        stops++;
        daemon.stopAndWait();
    }

    /** Each work that began has ended and been written down, and the daemon has seen what the clock says now. */
    private boolean settled() {
        return recorder.works.get() == time.rings() - stops && time.isAwaited();
    }

    private Daemon daemon(String... jobs) throws OperationException {
        List<Job> all = List.of(jobs).stream().map(this::job).toList();
        return new Daemon(
                all,
                recorder,
                "0.1.0",
                state,
                time,
                time,
                SETTINGS,
                new Announcements(List.of(listeners)),
                supervision,
                Optional.empty());
    }

    @AfterEach
    void end() throws InterruptedException {
        recorder.hold.countDown();
        recorder.stuck.countDown();
        for (Daemon daemon : daemons) {
            daemon.stopAndWait();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void runs(int count) {
        eventually(PATIENCE, count + " runs", () -> recorder.begun.size() == count && settled());
    }

    @Test
    void aJobRunsWhenItsHourStrikes() throws Exception {
        start("one");
        assertEquals(List.of(), recorder.begun);

        time.advance(Duration.ofMinutes(30));

        runs(1);
    }

    @Test
    void aTickMissedWhileDownMakesOneRun() throws Exception {
        stop(start("one"));
        new RunMemory(state.resolve("jobs")).remember("one", Instant.parse("2026-11-20T00:00:00Z"));

        start("one");

        runs(1);
        time.advance(Duration.ofMinutes(10));
        eventually(PATIENCE, "another look into the spool", () -> recorder.catchUps.get() >= 3);
        assertEquals(1, recorder.begun.size());
    }

    @Test
    void aFailedRunIsTriedAgainSoonAndNotOnlyAtTheNextDueTime() throws Exception {
        recorder.failuresLeft.set(1);
        start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);

        time.advance(Duration.ofMinutes(6));

        runs(2);
    }

    @Test
    void afterAFailedRunTheNextComesAtTheNextDueTimeHoweverSoonThatIs() throws Exception {
        recorder.failuresLeft.set(1);
        schedule = Schedule.parse("@every 5s", ZoneOffset.UTC);
        start("one");
        time.advance(Duration.ofSeconds(5));
        runs(1);

        time.advance(Duration.ofSeconds(5));

        runs(2);
    }

    @Test
    void storedCopiesAreProvenAtTimesOfTheirOwnAndAlsoAfterARestart() throws Exception {
        proofs = Optional.of(Schedule.parse("@every 20m", ZoneOffset.UTC));
        Daemon daemon = start("one");

        time.advance(Duration.ofMinutes(10));

        eventually(PATIENCE, "a proof", () -> recorder.proofs.equals(List.of("one")) && settled());
        assertEquals(List.of(), recorder.begun);
        stop(daemon);
        start("one");
        assertEquals(1, recorder.proofs.size());
        time.advance(Duration.ofMinutes(20));
        eventually(PATIENCE, "another proof", () -> recorder.proofs.size() == 2 && settled());
    }

    @Test
    void aSinkThatIsStuckInACatchUpHoldsNoBackupUp() throws Exception {
        start("one");
        recorder.stuck = new CountDownLatch(1);
        time.advance(Duration.ofMinutes(6));
        eventually(PATIENCE, "a catch-up is stuck", () -> recorder.catchUps.get() == 2 && time.isAwaited());

        time.advance(Duration.ofMinutes(24));

        eventually(PATIENCE, "the backup runs", () -> recorder.begun.size() == 1);
        assertEquals(List.of("one"), recorder.interrupted);
    }

    @Test
    void whatWaitsItsTurnWhenTheDaemonStopsIsSentAway() throws Exception {
        stop(start("one"));

        assertEquals(1, recorder.ends.get());
    }

    @Test
    void afterAFailedRunTheNextDueTimeIsNotWaitedOut() throws Exception {
        recorder.failuresLeft.set(1);
        start("one");
        time.advance(Duration.ofMinutes(88));
        runs(1);

        time.advance(Duration.ofMinutes(2));

        runs(2);
    }

    @Test
    void aMachineThatIsOffAtEachDueTimeCatchesUpWhenItIsOn() throws Exception {
        stop(start("one"));
        time.advance(Duration.ofMinutes(45));

        start("one");

        runs(1);
    }

    @Test
    void aJobNeverRunsTwiceAtOnceAndTicksMeanwhileAreMadeUpForByTheRun() throws Exception {
        recorder.hold = new CountDownLatch(1);
        start("one");
        time.advance(Duration.ofMinutes(30));
        eventually(PATIENCE, "it runs", () -> recorder.begun.size() == 1);

        time.advance(Duration.ofHours(3));
        recorder.hold.countDown();

        runs(1);
        time.advance(Duration.ofHours(1));
        runs(2);
        assertEquals(1, recorder.mostAtOnce.get());
    }

    @Test
    void aDefectInOneJobStopsNoOther() throws Exception {
        start("broken", "sound");

        time.advance(Duration.ofMinutes(30));
        runs(2);
        time.advance(Duration.ofHours(1));

        runs(4);
    }

    @Test
    void aClockPutForwardMakesOneRunAndPutBackNone() throws Exception {
        start("one");

        time.set(Instant.parse("2027-06-01T12:10:00Z"));
        runs(1);
        time.set(Instant.parse("2026-11-23T10:10:00Z"));
        runs(1);

        time.advance(Duration.ofMinutes(50));
        runs(2);
    }

    @Test
    void aStopLetsNothingRunOnAndTheInterruptedRunIsDueAgain() throws Exception {
        recorder.hold = new CountDownLatch(1);
        Daemon daemon = start("one");
        time.advance(Duration.ofMinutes(30));
        eventually(PATIENCE, "it runs", () -> recorder.begun.size() == 1);

        stop(daemon);

        assertEquals(List.of("one"), recorder.interrupted);
        recorder.hold = new CountDownLatch(0);
        new RunMemory(state.resolve("jobs")).remember("one", Instant.parse("2026-11-23T09:30:00Z"));
        start("one");
        runs(2);
    }

    @Test
    void theSpoolIsLookedIntoBetweenRuns() throws Exception {
        start("one");
        int before = recorder.catchUps.get();

        time.advance(Duration.ofMinutes(6));

        eventually(PATIENCE, "another catch-up", () -> recorder.catchUps.get() > before);
    }

    @Test
    void theServiceManagerHearsOfTheStartOfEachTickAndOfTheEnd() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        supervision = new Supervision(told::add, Optional.of(Duration.ofSeconds(60)));
        Daemon daemon = start("one");
        assertEquals("READY=1\nSTATUS=jobs: 1, running: none, next run 2026-11-23T10:00:00Z", told.getFirst());
        int before = told.size();

        time.advance(Duration.ofSeconds(20));

        eventually(PATIENCE, "a sign of life at the third of the watchdog's time", () -> told.size() > before);
        assertEquals("WATCHDOG=1", told.getLast());
        stop(daemon);
        assertTrue(told.contains("STOPPING=1\nSTATUS=ends; running: none"), told.toString());
        assertEquals("WATCHDOG=1\nEXTEND_TIMEOUT_USEC=70000000", told.getLast());
    }

    @Test
    void whatRunsIsInTheServiceManagersStatus() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        supervision = new Supervision(told::add, Optional.empty());
        recorder.hold = new CountDownLatch(1);
        start("one");

        time.advance(Duration.ofMinutes(30));

        eventually(PATIENCE, "it is told", () -> told.contains("STATUS=jobs: 1, running: one"));
        recorder.hold.countDown();
        eventually(
                PATIENCE,
                "what comes next, too",
                () -> told.getLast().equals("STATUS=jobs: 1, running: none, next run 2026-11-23T11:00:00Z"));
    }

    private void reload(Daemon daemon, Job... jobs) throws OperationException {
        recorder.next = List.of(jobs);
        stops++; // it rings the alarm once more than there are works
        daemon.reload();
        eventually(PATIENCE, "the daemon has seen it", this::settled);
    }

    @Test
    void aNewJobRunsAfterAReloadAndOneThatIsGoneDoesNot() throws Exception {
        Daemon daemon = start("one");

        reload(daemon, job("two"));
        time.advance(Duration.ofMinutes(30));

        runs(1);
        assertEquals(List.of("two"), recorder.begun);
    }

    @Test
    void aJobRemembersItsLastRunOverAReloadAndTakesItsNewSchedule() throws Exception {
        Daemon daemon = start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);

        schedule = Schedule.parse("@every 10m", ZoneOffset.UTC);
        reload(daemon, job("one"));
        assertEquals(1, recorder.begun.size());
        time.advance(Duration.ofMinutes(10));

        runs(2);
    }

    @Test
    void whatRunsEndsOverAReloadAndItsJobNeverRunsTwiceAtOnce() throws Exception {
        recorder.hold = new CountDownLatch(1);
        Daemon daemon = start("one", "two");
        time.advance(Duration.ofMinutes(30));
        eventually(PATIENCE, "both run", () -> recorder.begun.size() == 2);

        recorder.next = List.of(job("two"));
        daemon.reload();
        recorder.next = List.of(job("one"), job("two"));
        daemon.reload();
        stops += 2;
        time.advance(Duration.ofHours(2));
        assertEquals(2, recorder.begun.size());
        recorder.hold.countDown();

        eventually(PATIENCE, "both have ended", this::settled);
        assertEquals(List.of(), recorder.interrupted);
        assertEquals(2, recorder.mostAtOnce.get());
    }

    @Test
    void aConfigurationWithNothingToDoIsRefusedAndTheOneBeforeStays() throws Exception {
        List<DaemonEvent> heard = new CopyOnWriteArrayList<>();
        listeners = new DaemonListener[] {heard::add};
        Daemon daemon = start("one");

        recorder.next = List.of();
        OperationException refused = assertThrows(OperationException.class, daemon::reload);
        time.advance(Duration.ofMinutes(30));

        assertEquals(Outcome.BAD_INPUT, refused.outcome());
        runs(1);
        eventually(PATIENCE, "it is told", () -> heard.stream().anyMatch(DaemonEvent.ReloadRefused.class::isInstance));
    }

    @Test
    void aChangedConfigurationIsReadOnceItHasStayedForAWhile() throws Exception {
        start("one");
        recorder.next = List.of(job("two"));
        recorder.changed = Optional.of("other");
        time.advance(Duration.ofSeconds(30));
        eventually(PATIENCE, "it is seen", time::isAwaited);
        stops++;

        time.advance(Duration.ofSeconds(5));
        eventually(PATIENCE, "it is read", this::settled);
        time.advance(Duration.ofMinutes(30));

        runs(1);
        assertEquals(List.of("two"), recorder.begun);
    }

    @Test
    void beforeItRunsAndWhenItEndsADaemonReloadsNothing() throws Exception {
        Daemon daemon = daemon("one");
        assertEquals(
                Outcome.REFUSED,
                assertThrows(OperationException.class, daemon::reload).outcome());

        Daemon ended = start("one");
        stop(ended);
        assertEquals(
                Outcome.REFUSED,
                assertThrows(OperationException.class, ended::reload).outcome());
    }

    @Test
    void twoDaemonsDontShareAStateDirectory() throws Exception {
        start("one");

        OperationException refused =
                assertThrows(OperationException.class, () -> daemon("two").run());

        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.hint().orElseThrow().contains("--state-dir"));
    }

    @Test
    void whoListensHearsOfEachRunAndWhenTheNextIsDue() throws Exception {
        List<DaemonEvent> heard = new CopyOnWriteArrayList<>();
        listeners = new DaemonListener[] {heard::add};
        recorder.failuresLeft.set(1);
        Daemon daemon = start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);
        time.advance(Duration.ofMinutes(6));
        runs(2);

        stop(daemon);

        assertEquals(
                List.of(
                        "DaemonStarted",
                        "RunStarted BACKUP due 2026-11-23T10:00:00Z",
                        "RunEnded BACKUP CONNECTION etcd is away, on purpose",
                        "NextDue 2026-11-23T10:00:00Z retry 2026-11-23T10:05:00Z",
                        "RunStarted BACKUP due 2026-11-23T10:00:00Z",
                        "RunEnded BACKUP OK",
                        "NextDue 2026-11-23T11:00:00Z",
                        "DaemonStopping",
                        "DaemonEnded"),
                heard.stream()
                        .map(DaemonTest::shortly)
                        .filter(text -> !text.contains("CATCH_UP"))
                        .toList());
    }

    private static String shortly(DaemonEvent event) {
        return event.getClass().getSimpleName()
                + switch (event) {
                    case DaemonEvent.RunStarted e ->
                        " " + e.kind() + e.due().map(due -> " due " + due).orElse("");
                    case RunEnded e ->
                        " " + e.kind() + " " + e.outcome()
                                + e.failure().map(why -> " " + why.text()).orElse("");
                    case DaemonEvent.NextDue e ->
                        e.due().map(due -> " " + due).orElse("")
                                + e.retry().map(retry -> " retry " + retry).orElse("");
                    default -> "";
                };
    }

    @Test
    void aListenerThatFailsOrNeverReturnsDelaysNoRunAndNoOtherListener() throws Exception {
        List<DaemonEvent> heard = new CopyOnWriteArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        listeners = new DaemonListener[] {
            event -> {
                throw new IllegalStateException("on purpose");
            },
            event -> never.await(),
            heard::add
        };
        start("one");

        time.advance(Duration.ofMinutes(30));

        runs(1);
        eventually(
                PATIENCE,
                "the run is heard of",
                () -> heard.stream()
                        .anyMatch(event ->
                                event instanceof RunEnded end && end.backup().isPresent()));
        never.countDown();
    }
}
