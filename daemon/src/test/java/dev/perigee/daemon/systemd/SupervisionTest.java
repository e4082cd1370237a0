package dev.perigee.daemon.systemd;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.DatagramReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void aSocketAtAPathReceivesWhatIsTold() {
        String name = folder.resolve("notify").toString();
        try (DatagramReceiver systemd = DatagramReceiver.at(name)) {
            Supervision.of(Map.of("NOTIFY_SOCKET", name), 1).ready("jobs: 1, größer");

            eventually(PATIENCE, "it comes", () -> !systemd.received().isEmpty());
            assertEquals(List.of("READY=1\nSTATUS=jobs: 1, größer"), systemd.received());
        }
    }

    @Test
    void soDoesAnAbstractOne() {
        String name = "@perigee-test-" + ProcessHandle.current().pid();
        try (DatagramReceiver systemd = DatagramReceiver.at(name)) {
            Supervision.of(Map.of("NOTIFY_SOCKET", name), 1).stopping("ends");

            eventually(PATIENCE, "it comes", () -> !systemd.received().isEmpty());
            assertEquals(List.of("STOPPING=1\nSTATUS=ends"), systemd.received());
        }
    }

    @Test
    void aSocketThatIsGoneOrNoneAtAllHurtsNobody() {
        for (String name : List.of(folder.resolve("gone").toString(), "vsock:2:1234", "@", "/" + "x".repeat(200))) {
            Supervision.of(Map.of("NOTIFY_SOCKET", name), 1).ready("jobs: 1");
        }
        Supervision.of(Map.of(), 1).ready("jobs: 1");
    }

    @Test
    void anAddressIsAsTheKernelWantsIt() {
        assertEquals(
                2 + "/run/notify".length() + 1, SocketAddress.of("/run/notify").orElseThrow().length);
        assertEquals(0, SocketAddress.of("@name").orElseThrow()[2]);
        assertEquals(2 + "@name".length(), SocketAddress.of("@name").orElseThrow().length);
        assertTrue(SocketAddress.of("/" + "x".repeat(106)).isPresent());
        assertFalse(SocketAddress.of("/" + "x".repeat(107)).isPresent());
    }

    @Test
    void aWatchdogIsOursIfItsProcessIsOrNoneIsNamed() {
        assertEquals(Optional.of(Duration.ofSeconds(2)), Supervision.watchdog(Map.of("WATCHDOG_USEC", "2000000"), 7));
        assertEquals(
                Optional.of(Duration.ofSeconds(2)),
                Supervision.watchdog(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "7"), 7));
        assertEquals(
                Optional.empty(), Supervision.watchdog(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "8"), 7));
        assertEquals(Optional.empty(), Supervision.watchdog(Map.of("WATCHDOG_USEC", "soon"), 7));
        assertEquals(Optional.empty(), Supervision.watchdog(Map.of(), 7));
    }

    @Test
    void theLoopSleepsNoLongerThanAThirdOfTheWatchdogsTime() {
        Duration half = Duration.ofSeconds(30);

        assertEquals(Duration.ofSeconds(2), watched(Duration.ofSeconds(6)).sleep(half));
        assertEquals(half, watched(Duration.ofHours(1)).sleep(half));
        assertEquals(half, Supervision.none().sleep(half));
    }

    @Test
    void aStatusIsToldWhenItChangesAndASignOfLifeEachTimeSomebodyListensForIt() {
        Supervision supervision = watched(Duration.ofSeconds(6));
        supervision.ready("a");
        supervision.alive("a");
        supervision.alive("b");

        assertEquals(List.of("READY=1\nSTATUS=a", "WATCHDOG=1", "WATCHDOG=1\nSTATUS=b"), told);
    }

    @Test
    void withoutAWatchdogOnlyNewsAreTold() {
        Supervision supervision = new Supervision(told::add, Optional.empty());
        supervision.alive("a");
        supervision.alive("a");

        assertEquals(List.of("STATUS=a"), told);
    }

    @Test
    void aReloadNamesTheMonotonicTimeAndEndsWithReady() {
        Supervision supervision = watched(Duration.ofSeconds(6));
        supervision.reloading();
        supervision.ready("a");

        assertTrue(told.getFirst().matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"), told.toString());
        assertEquals("READY=1\nSTATUS=a", told.getLast());
    }

    private Supervision watched(Duration patience) {
        return new Supervision(told::add, Optional.of(patience));
    }
}
