package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonListener;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a daemon follows a configuration that has changed. */
class DaemonReloadTest extends DaemonFixture {

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

        schedule = Optional.of(Schedule.parse("@every 10m", ZoneOffset.UTC));
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

        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        runs(1);
        eventually(PATIENCE, "it is told", () -> heard.stream().anyMatch(DaemonEvent.ReloadRefused.class::isInstance));
    }

    @Test
    void whatNoJobWillEverBringAnywhereIsSaidAtTheStartAndAtEachReload() throws Exception {
        Daemon daemon = start("one");
        assertEquals(1, recorder.strays.get());

        reload(daemon, job("two"));

        assertEquals(2, recorder.strays.get());
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
    void aSignalThatComesWhileItStartsIsTakenOnceItRuns() throws Exception {
        Daemon daemon = daemon("one");
        recorder.next = List.of(job("two"));
        Thread signal = Thread.ofVirtual().start(() -> daemon.reloadBecause("SIGHUP"));
        assertFalse(signal.join(Duration.ofMillis(50)));

        Thread running = Thread.ofPlatform().start(() -> assertDoesNotThrow(daemon::run));
        assertTrue(signal.join(PATIENCE));
        daemon.stop();
        running.join();

        assertEquals(2, recorder.strays.get(), "at the start, and at the reload");
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
}
