package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine's clock is set, ahead and back, under a daemon with a job each hour. */
class ClockJumpTest extends DaemonFixture {

    private final List<String> due = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        listeners = new DaemonListener[] {
            new DaemonListener() {
                @Override
                public String name() {
                    return "the due times";
                }

                @Override
                public void on(DaemonEvent event) {
                    if (event instanceof RunStarted run && run.kind() == RunKind.BACKUP) {
                        due.add(run.due()
                                .map(time -> time.toString().substring(11, 16))
                                .orElse("asked for"));
                    }
                }
            }
        };
    }

    private void set(String clock) {
        time.set(Instant.parse("2026-11-23T" + clock + ":00Z"));
    }

    private void begun(String... times) {
        eventually(PATIENCE, "runs for " + List.of(times), () -> due.equals(List.of(times)));
    }

    @Test
    void anHourAheadAndBackIsOneRunMoreAndNoDueTimeIsMissed() throws Exception {
        start("one"); // at 9:30
        set("10:31");
        runs(1);
        set("09:32");
        runs(1);
        time.advance(Duration.ofMinutes(27));
        runs(1);

        time.advance(Duration.ofMinutes(1));
        runs(2);
        time.advance(Duration.ofHours(1));
        runs(3);

        begun("10:00", "10:00", "11:00");
    }

    /** It was put back to 9:59:50, and the daemon looks at the clock twice a minute. */
    @Test
    void whatBecomesDueBeforeItIsNoticedThatTheClockWasPutBackIsNotSkipped() throws Exception {
        start("one");
        set("10:31");
        runs(1);
        time.set(Instant.parse("2026-11-23T10:00:10Z"));
        runs(2);

        begun("10:00", "10:00");
    }

    /** The job was first seen at 10:00:05 by a clock that was 15 s ahead; 30 s later it says 10:00:20, and 10:00 was between. */
    @Test
    void whatBecomesDueAgainAfterAJobWasFirstSeenIsNotSkippedByASmallStepBack() throws Exception {
        time.set(Instant.parse("2026-11-23T10:00:05Z"));
        start("one");
        eventually(PATIENCE, "the daemon waits", time::isAwaited);
        time.pass(Duration.ofSeconds(30), Instant.parse("2026-11-23T10:00:20Z"));
        runs(1);
        time.pass(Duration.ofSeconds(30), Instant.parse("2026-11-23T10:00:35Z"));
        time.advance(Duration.ofMinutes(59));
        eventually(PATIENCE, "the daemon waits", time::isAwaited);

        time.advance(Duration.ofSeconds(25));
        runs(2);

        begun("10:00", "11:00");
    }

    /** A round begins at 10:00:05, as the job was first seen, and comes to it ten seconds later. */
    @Test
    void aRoundThatTakesLongPutsNoClockBack() {
        time.set(Instant.parse("2026-11-23T10:00:05Z"));
        LoopContext context = new LoopContext(time, time, new Announcements(List.of()), fleet);
        Loop loop =
                new SideLoop(job("one"), RunKind.PROOF, new Hourly(), _ -> List.of(), new RunMemory(state), context);
        Instant began = time.instant();
        time.advance(Duration.ofSeconds(10));

        Duration wait = loop.tick(began, Duration.ofHours(2));

        assertEquals(Duration.ofMinutes(59).plusSeconds(55), wait, "nothing is due before 11:00");
    }

    @Test
    void aDayAheadIsOneRunAndBackThereIsEachOfThoseThatSeemedToBeOver() throws Exception {
        start("one");
        time.set(Instant.parse("2026-11-24T09:31:00Z"));
        runs(1);
        set("09:32");
        runs(1);
        for (int hour = 0; hour < 3; hour++) {
            time.advance(Duration.ofMinutes(hour == 0 ? 28 : 60));
            runs(2 + hour);
        }

        begun("10:00", "10:00", "11:00", "12:00");
    }

    /** Which of the two clocks was right nobody can tell: rather a backup more. */
    @Test
    void anHourBackAndAheadMissesNothing() throws Exception {
        start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);
        set("09:01");
        runs(1);
        set("10:02");
        runs(2);
        time.advance(Duration.ofMinutes(57));
        runs(2);

        time.advance(Duration.ofMinutes(1));
        runs(3);

        begun("10:00", "10:00", "11:00");
    }
}
