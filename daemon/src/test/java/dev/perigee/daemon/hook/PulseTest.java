package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.Secret;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Occasion;
import dev.perigee.core.hook.Way;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Retry;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.hook.Pulse.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A heartbeat of success is only sent while all is proven and fresh. */
class PulseTest {

    private static final Optional<Beat> NONE = Optional.empty();
    private static final Optional<Beat> FAIL = Optional.of(Beat.FAIL);
    private static final Optional<Beat> SUCCESS = Optional.of(Beat.SUCCESS);

    private final Pulse pulse = new Pulse(hook("http://x", List.of("one", "two")));

    private static Hook hook(String url, List<String> jobs) {
        return new Hook(
                "monitor",
                Set.of(Occasion.FAILURE),
                jobs,
                new Way.Heartbeat(Secret.of(url)),
                1,
                Duration.ofSeconds(60),
                60);
    }

    private static PlannedJob planned(String name, Instant due) {
        return new PlannedJob(name, "prod", "@hourly", List.of("near"), Optional.of(due));
    }

    private void start(Instant dueOne, Instant dueTwo) {
        assertEquals(
                NONE,
                pulse.of(new DaemonStarted(
                        HookEvents.NOW, "0.1.0", List.of(planned("one", dueOne), planned("two", dueTwo)))));
    }

    private void start() {
        start(HookEvents.NOW.plusSeconds(60), HookEvents.NOW.plusSeconds(60));
    }

    @Test
    void aBackupBeginsAndEndsWithABeat() {
        start();

        assertEquals(
                Optional.of(Beat.START),
                pulse.of(new RunStarted(HookEvents.NOW, "one", RunKind.BACKUP, Optional.empty())));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void whileOneJobFailsTheSuccessOfAnotherIsNoSuccess() {
        start();

        assertEquals(FAIL, pulse.of(HookEvents.failure("two", RunKind.BACKUP)));
        assertEquals(NONE, pulse.of(HookEvents.success("one")));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("two")));
    }

    @Test
    void aRunThatAnotherDaemonHasIsNoFailureAndEndsAnEarlierOne() {
        start();
        assertEquals(FAIL, pulse.of(HookEvents.failure("two", RunKind.BACKUP)));

        assertEquals(NONE, pulse.of(new RunGivenUp(HookEvents.NOW, "two", RunKind.BACKUP, "elsewhere runs it")));

        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void whatFailedHereEndsWhenAnotherDaemonHasDoneIt() {
        start();
        assertEquals(FAIL, pulse.of(HookEvents.failure("two", RunKind.BACKUP)));
        assertEquals(FAIL, pulse.of(HookEvents.failure("two", RunKind.PROOF)));

        assertEquals(NONE, pulse.of(new RunElsewhere(HookEvents.NOW, "two", RunKind.BACKUP, HookEvents.NOW)));

        assertEquals(NONE, pulse.of(HookEvents.success("one")), "nobody proved it again");
        assertEquals(NONE, pulse.of(new RunElsewhere(HookEvents.NOW, "two", RunKind.PROOF, HookEvents.NOW)));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void aBackupThatOneSinkLacksIsAFailure() {
        start();

        assertEquals(FAIL, pulse.of(HookEvents.partial("one")));
    }

    @Test
    void whatASinkStillLacksAfterARestartIsNoSuccess() {
        start();

        assertEquals(NONE, pulse.of(HookEvents.failure("two", RunKind.CATCH_UP)));
        assertEquals(NONE, pulse.of(HookEvents.success("one")));
    }

    @Test
    void aProofThatFailedCountsUntilOneSucceeds() {
        start();

        assertEquals(FAIL, pulse.of(HookEvents.failure("two", RunKind.PROOF)));
        assertEquals(NONE, pulse.of(HookEvents.success("two")));
        assertEquals(SUCCESS, pulse.of(HookEvents.ended("two", RunKind.PROOF, Outcome.OK)));
    }

    @Test
    void aJobThatIsOverdueKeepsTheOthersSuccessFromBeingToldOf() {
        start(HookEvents.NOW, HookEvents.NOW.minus(Duration.ofHours(2)));

        assertEquals(NONE, pulse.of(HookEvents.success("one")));
        assertEquals(
                NONE,
                pulse.of(new NextDue(
                        HookEvents.NOW, "two", Optional.of(HookEvents.NOW.plusSeconds(60)), Optional.empty())));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void aJobThatIsGoneAfterAReloadNoLongerCounts() {
        start();
        pulse.of(HookEvents.failure("two", RunKind.BACKUP));

        pulse.of(new Reloaded(HookEvents.NOW, List.of(planned("one", HookEvents.NOW))));

        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void whatIsOfNoMatterIsPassedOver() {
        start();

        assertEquals(NONE, pulse.of(HookEvents.failure("three", RunKind.BACKUP)));
        assertEquals(NONE, pulse.of(HookEvents.failure("one", RunKind.CATCH_UP)));
        assertEquals(NONE, pulse.of(HookEvents.ended("one", RunKind.BACKUP, Outcome.INTERRUPTED)));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }

    @Test
    void theMonitorIsPingedAtItsThreeUrls() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Hook hook = hook(receiver.url(), List.of());
            HeartbeatListener listener = new HeartbeatListener(
                    hook,
                    (Way.Heartbeat) hook.way(),
                    HookClient.of(Duration.ofSeconds(60)),
                    new Retry(1, attempt -> Duration.ZERO, pause -> {}));

            listener.on(new RunStarted(HookEvents.NOW, "one", RunKind.BACKUP, Optional.empty()));
            listener.on(HookEvents.success("one"));
            listener.on(HookEvents.failure("one", RunKind.BACKUP));

            assertEquals(
                    List.of("GET /hook/start?token=geheim", "GET /hook?token=geheim", "GET /hook/fail?token=geheim"),
                    receiver.received().stream()
                            .map(each -> each.method() + " " + each.path())
                            .toList());
        }
    }

    @Test
    void whileAHistoryStandsNoSuccessIsTold() {
        start();
        assertEquals(FAIL, pulse.of(HookEvents.historyStands("one")));
        assertEquals(NONE, pulse.of(HookEvents.historyStands("a stranger's")));
        assertEquals(NONE, pulse.of(HookEvents.success("one")));
        assertEquals(NONE, pulse.of(HookEvents.success("two")));

        assertEquals(NONE, pulse.of(HookEvents.historyGoesOn("one")));
        assertEquals(SUCCESS, pulse.of(HookEvents.success("one")));
    }
}
