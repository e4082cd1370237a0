package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that go to another daemon, and come back. */
class HandoverTest extends DaemonFixture {

    private final Claims claims = new Claims();
    private final List<DaemonEvent> heard = new CopyOnWriteArrayList<>();

    /** Who has the jobs, and what the others have told. */
    private static final class Claims implements Fleet {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile OptionalLong number = OptionalLong.of(1);
        private volatile Optional<Instant> last = Optional.empty();

        @Override
        public Optional<Fence> fence(String job) {
            return number.isEmpty() ? Optional.empty() : Optional.of(new Held(number));
        }

        @Override
        public Optional<Instant> lastRun(String job, RunKind kind) {
            return kind == RunKind.BACKUP ? last : Optional.empty();
        }

        @Override
        public void ran(
                String job,
                RunKind kind,
                Fence fence,
                Instant until,
                Optional<Instant> due,
                Optional<Manifest> backup) {
            told.add(fence.number().getAsLong() + " " + until);
        }
    }

    private record Held(OptionalLong number) implements Fence {

        @Override
        public void requireHeld(Manifest manifest) {
            // it is
        }
    }

    @BeforeEach
    void listen() {
        fleet = claims;
        listeners = new DaemonListener[] {heard::add};
    }

    @Test
    void aFailureEndsWhenTheDaemonThatHasTheJobByNowMadeTheBackup() throws Exception {
        recorder.failuresLeft.set(1);
        Daemon daemon = start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);
        claims.number = OptionalLong.empty();
        pass(Duration.ofMinutes(1));
        assertEquals(List.of(), elsewhere());

        Instant made = time.instant();
        claims.last = Optional.of(made);
        time.advance(Duration.ofMinutes(1));

        eventually(PATIENCE, "it is heard of", () -> !elsewhere().isEmpty());
        stop(daemon);
        assertEquals(List.of("one BACKUP " + made), elsewhere());
    }

    @Test
    void whatWasDoneHereIsntDoneAgainBecauseNobodyCouldBeToldOfIt() throws Exception {
        claims.last = Optional.of(time.instant());
        start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);
        Instant done = time.instant();

        claims.number = OptionalLong.empty(); // etcd is away, and nobody wrote the run down
        pass(Duration.ofMinutes(1));
        claims.number = OptionalLong.of(2);
        pass(Duration.ofMinutes(1));

        assertEquals(List.of("1 " + done, "2 " + done), claims.told, "the others are told now");
        runs(1);
        pass(Duration.ofMinutes(58));
        runs(2);
        assertEquals(List.of(), elsewhere());
    }

    @Test
    void whoSeesAJobForTheFirstTimeMakesUpForWhatWasDueBefore() throws Exception {
        claims.number = OptionalLong.empty();
        claims.last = Optional.of(time.instant().minus(Duration.ofHours(3)));
        start("one");

        claims.number = OptionalLong.of(7);
        pass(Duration.ofMinutes(1));

        runs(1);
        assertTrue(elsewhere().isEmpty(), heard::toString);
    }

    /** The daemon has seen what the clock says then. */
    private void pass(Duration some) {
        time.advance(some);
        eventually(PATIENCE, "it has looked", this::settled);
    }

    @Test
    void aRunDuringWhichTheJobChangedHandsIsNoSuccess() throws Exception {
        recorder.hold = new CountDownLatch(1);
        start("one");
        time.advance(Duration.ofMinutes(30));
        eventually(PATIENCE, "it is at work", () -> recorder.begun.size() == 1);

        claims.number = OptionalLong.of(2);
        recorder.hold.countDown();

        eventually(PATIENCE, "the backup is made anew", () -> ends().size() == 2);
        assertEquals(List.of("RunGivenUp", "RunEnded"), ends());
    }

    private List<String> ends() {
        return heard.stream()
                .filter(event ->
                        event instanceof RunGivenUp || event instanceof RunEnded end && end.kind() == RunKind.BACKUP)
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private List<String> elsewhere() {
        return heard.stream()
                .filter(RunElsewhere.class::isInstance)
                .map(RunElsewhere.class::cast)
                .map(run -> run.job() + " " + run.kind() + " " + run.until())
                .toList();
    }
}
