package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.hook.Occasion;
import dev.perigee.core.hook.Way;
import dev.perigee.core.hook.Way.Form;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Retry;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.RunKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that are slow, endless or failing, against a real server. */
class HookListenerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final InstantSource CLOCK = InstantSource.fixed(HookEvents.NOW);
    private static final Secret KEY = Secret.of("hush");

    @TempDir
    Path folder;

    private final Receiver receiver = new Receiver();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.perigee.daemon.hook");
    private Set<Occasion> on = Set.of(Occasion.values());
    private List<String> jobs = List.of();
    private int perHour = 60;
    private Duration timeout = LONG;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(new java.util.logging.SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        receiver.close();
    }

    private Retry retry() {
        return new Retry(3, attempt -> Duration.ofSeconds(attempt), pauses::add);
    }

    private HookListener webhook(Form form, Optional<Secret> key) {
        Way.Webhook way = new Way.Webhook(Secret.of(receiver.url()), form, key);
        return listener(way, new WebhookTeller(way, HookClient.of(timeout), CLOCK));
    }

    private HookListener webhook() {
        return webhook(Form.GENERIC, Optional.empty());
    }

    private HookListener listener(Way way, Teller teller) {
        Hook hook = new Hook("pager", on, jobs, way, 3, timeout, perHour);
        return new HookListener(hook, teller, retry(), CLOCK, "host", "0.1.0");
    }

    @Test
    void aWebhookIsToldOfASuccessInJson() throws Exception {
        webhook().on(HookEvents.success("one"));

        Receiver.Received told = receiver.received().getFirst();
        assertEquals("POST /hook?token=geheim success", told.method() + " " + told.path() + " " + told.event());
        assertTrue(
                told.body()
                        .startsWith("{\"event\":\"success\",\"at\":\"2026-11-23T10:00:05Z\",\"instance\":\"host\","
                                + "\"version\":\"0.1.0\",\"job\":\"one\",\"kind\":\"backup\",\"outcome\":\"ok\","
                                + "\"began\":\"2026-11-23T10:00:00Z\",\"seconds\":5.0,\"backup\":{\"id\":\""),
                told.body());
        assertTrue(told.body().contains("\"sinks\":[{\"sink\":\"near\",\"stored\":true,"), told.body());
        assertEquals("null", told.signature());
    }

    @Test
    void itsSignatureIsOfTheTimeAndTheBody() throws Exception {
        webhook(Form.GENERIC, Optional.of(KEY)).on(HookEvents.success("one"));

        Receiver.Received told = receiver.received().getFirst();
        assertEquals(String.valueOf(HookEvents.NOW.getEpochSecond()), told.timestamp());
        assertEquals(Signature.of(KEY, HookEvents.NOW.getEpochSecond(), told.body()), told.signature());
    }

    /** By {@code printf 1.body | openssl dgst -sha256 -hmac hush}. */
    @Test
    void theSignatureIsWhatOthersCompute() {
        assertEquals(
                "sha256=2675dc785b163e22ed327900c4a33ff5a43030a6ffe834446a606042168bd75e",
                Signature.of(KEY, 1, "body"));
    }

    @Test
    void aChatIsToldInASentence() throws Exception {
        webhook(Form.SLACK, Optional.empty()).on(HookEvents.failure("one", RunKind.BACKUP));

        assertEquals(
                "{\"text\":\"host: job one: backup connection: etcd is \\\"away\\\"; look at it\"}",
                receiver.received().getFirst().body());
    }

    @Test
    void aBackupThatOneSinkLacksIsAFailure() throws Exception {
        on = Set.of(Occasion.FAILURE);

        webhook().on(HookEvents.partial("one"));

        assertEquals("failure", receiver.received().getFirst().event());
        assertTrue(receiver.received().getFirst().body().contains("the store is away"));
    }

    @Test
    void whatNobodyAskedForIsNotTold() throws Exception {
        on = Set.of(Occasion.FAILURE);
        jobs = List.of("one");
        HookListener listener = webhook();
        listener.on(HookEvents.success("one"));
        listener.on(HookEvents.failure("two", RunKind.BACKUP));
        listener.on(HookEvents.failure("one", RunKind.CATCH_UP));
        listener.on(HookEvents.ended("one", RunKind.BACKUP, Outcome.INTERRUPTED));
        listener.on(new DaemonEvent.DaemonEnded(HookEvents.NOW));

        assertEquals(List.of(), receiver.received());
    }

    @Test
    void aReceiverThatFailsIsTriedAgain() throws Exception {
        receiver.answersWith(503, 429);

        webhook().on(HookEvents.success("one"));

        assertEquals(3, receiver.received().size());
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
        assertEquals(List.of(), logged);
    }

    @Test
    void oneThatRefusesIsNot() throws Exception {
        receiver.answersWith(403);

        webhook().on(HookEvents.success("one"));

        assertEquals(1, receiver.received().size());
        assertEquals(List.of("hook pager: not told of SUCCESS: it answers with status 403"), logged);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        receiver.answersWith(307);

        webhook().on(HookEvents.success("one"));

        assertEquals(1, receiver.received().size());
    }

    @Test
    void oneThatNeverAnswersIsGivenUpAndItsUrlIsInNoLog() throws Exception {
        timeout = SHORT;
        receiver.isSilent();

        webhook().on(HookEvents.success("one"));

        assertEquals(2, pauses.size(), "it was tried three times");
        assertEquals(List.of("hook pager: not told of SUCCESS: no answer within 200 ms"), logged);
    }

    @Test
    void oneThatAnswersWithoutEndHasBeenTold() throws Exception {
        receiver.isEndless();

        webhook().on(HookEvents.success("one"));

        assertEquals(1, receiver.received().size());
        assertEquals(List.of(), logged);
    }

    @Test
    void oneThatIsGoneIsSaidWithoutItsUrl() throws Exception {
        HookListener listener = webhook();
        receiver.close();

        listener.on(HookEvents.success("one"));

        assertEquals(2, pauses.size());
        assertEquals(1, logged.size());
        assertTrue(logged.getFirst().contains("can't be reached"), logged.toString());
        assertFalse(logged.getFirst().contains("geheim"), logged.toString());
    }

    @Test
    void whatIsTooOftenIsCountedAndNotTold() throws Exception {
        perHour = 2;
        HookListener listener = webhook();
        for (int i = 0; i < 5; i++) {
            listener.on(HookEvents.failure("one", RunKind.BACKUP));
        }

        assertEquals(2, receiver.received().size());
    }

    @Test
    void theNextHourSaysHowManyWereLeftOut() {
        HourlyLimit limit = new HourlyLimit(1);
        assertTrue(limit.admits(HookEvents.NOW));
        assertFalse(limit.admits(HookEvents.NOW.plusSeconds(3599)));
        assertTrue(limit.admits(HookEvents.NOW.plusSeconds(3600)));
        assertEquals(1, limit.takeLeftOut());
        assertEquals(0, limit.takeLeftOut());
        assertTrue(limit.admits(HookEvents.NOW.minusSeconds(60)), "the clock was put back");
    }

    private HookListener program(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> words = List.of(file.toString(), folder.toString(), "a b; $HOME");
        return listener(new Way.Program(words), new ProgramTeller(words, timeout));
    }

    @Test
    void aProgramGetsItsArgumentsAsTheyStandAndJsonOnItsInput() throws Exception {
        program("echo \"$2 $PERIGEE_EVENT $PERIGEE_JOB\" >\"$1/arguments\"; cat >\"$1/input\"; env >\"$1/environment\"")
                .on(HookEvents.success("one"));

        assertEquals("a b; $HOME success one\n", Files.readString(folder.resolve("arguments")));
        assertTrue(Files.readString(folder.resolve("input")).startsWith("{\"event\":\"success\""));
        assertFalse(Files.readString(folder.resolve("environment")).contains("JAVA_HOME"));
        assertEquals(List.of(), logged);
    }

    @Test
    void aProgramThatFailsIsTriedAgainAndThenSaid() throws Exception {
        program("echo x >>\"$1/tries\"; exit 7").on(HookEvents.success("one"));

        assertEquals("x\nx\nx\n", Files.readString(folder.resolve("tries")));
        assertEquals(List.of("hook pager: not told of SUCCESS: it exited with 7"), logged);
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithWhatItHasStarted() throws Exception {
        timeout = Duration.ofSeconds(2);
        program("sleep 1000 & echo $! >>\"$1/child\"; wait").on(HookEvents.success("one"));

        assertEquals(List.of("hook pager: not told of SUCCESS: it still ran after 2000 ms"), logged);
        for (String child : Files.readAllLines(folder.resolve("child"))) {
            ProcessHandle.of(Long.parseLong(child))
                    .ifPresent(process -> process.onExit().join());
        }
    }
}
