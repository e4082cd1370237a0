package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When jobs run, and that none runs twice. */
class DaemonTest extends DaemonFixture {

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
        schedule = Optional.of(Schedule.parse("@every 5s", ZoneOffset.UTC));
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
    void aJobWithoutAScheduleOfItsOwnHasItsProofs() throws Exception {
        proofs = schedule;
        schedule = Optional.empty();
        start("one");

        time.advance(Duration.ofMinutes(30));

        eventually(PATIENCE, "it is proven", () -> recorder.proofs.size() == 1 && settled());
        assertEquals(List.of(), recorder.begun);
    }

    @Test
    void aDaemonThatWouldNeverDoAnythingIsRefused() throws Exception {
        schedule = Optional.empty();

        OperationException refused =
                assertThrows(OperationException.class, () -> daemon("one").run());

        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        assertTrue(refused.hint().orElseThrow().contains("verify.schedule"), refused.hint()::toString);
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
    void twoDaemonsDontShareAStateDirectory() throws Exception {
        start("one");

        OperationException refused =
                assertThrows(OperationException.class, () -> daemon("two").run());

        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.hint().orElseThrow().contains("--state-dir"));
    }
}
