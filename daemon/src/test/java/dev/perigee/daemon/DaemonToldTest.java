package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.systemd.Supervision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** Who is told of what happens. */
class DaemonToldTest extends DaemonFixture {

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

    @Test
    void aRunThatAnotherDaemonHasIsToldAsGivenUpAndNotAsAFailure() throws Exception {
        List<DaemonEvent> heard = new CopyOnWriteArrayList<>();
        listeners = new DaemonListener[] {heard::add};
        recorder.givenUp = true;
        Daemon daemon = start("one");
        time.advance(Duration.ofMinutes(30));
        runs(1);

        stop(daemon);

        assertTrue(
                heard.stream()
                        .anyMatch(event -> event instanceof DaemonEvent.RunGivenUp end
                                && end.why().equals("elsewhere runs it")),
                heard.toString());
        assertTrue(
                heard.stream()
                        .noneMatch(event -> event instanceof DaemonEvent.RunEnded end && end.kind() == RunKind.BACKUP),
                heard.toString());
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
                        .map(DaemonToldTest::shortly)
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
    void aListenerThatIsNotDoneAtTheEndIsNamedAsTheUserKnowsIt() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.perigee.daemon.event");
        logger.addHandler(handler);
        Announcements announcements = new Announcements(List.of(new DaemonListener() {
            @Override
            public void on(DaemonEvent event) throws InterruptedException {
                new CountDownLatch(1).await();
            }

            @Override
            public String name() {
                return "hook pager";
            }
        }));
        try {
            announcements.tell(new DaemonEvent.DaemonStopping(Instant.EPOCH));
            announcements.close(Duration.ofMillis(1));
        } finally {
            logger.removeHandler(handler);
        }

        assertEquals(List.of("hook pager: not told of all that happened before the daemon ended"), logged);
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
