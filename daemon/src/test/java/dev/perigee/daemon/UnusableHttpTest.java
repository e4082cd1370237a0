package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.test.servers.TestCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that can't answer where it is to: it ends, and nobody hears before that it runs. */
class UnusableHttpTest {

    @TempDir
    Path folder;

    private final List<DaemonEvent> heard = new CopyOnWriteArrayList<>();

    private Outcome end(String http) throws Exception {
        RunningDaemon.install(folder);
        Path config = Files.writeString(
                folder.resolve("perigee.conf"),
                "perigee { state-dir = \"" + folder.resolve("state") + "\", http { " + http
                        + " }, clusters.prod {}, jobs.one.schedule = \"@yearly\" }");
        try (Engine engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()))) {
            Daemon daemon = Daemon.of(engine, DaemonSettings.DEFAULT, Map.of(), List.of(heard::add));
            OperationException failure = assertThrows(OperationException.class, daemon::run);
            assertEquals(
                    0, heard.stream().filter(DaemonStarted.class::isInstance).count(), heard::toString);
            return failure.outcome();
        }
    }

    @Test
    void aCertificateThatIsntItsKeys() throws Exception {
        Path certificate = TestCertificates.in(Files.createDirectory(folder.resolve("a")))
                .server()
                .certificate();
        Path key = TestCertificates.in(Files.createDirectory(folder.resolve("b")))
                .server()
                .key();

        assertEquals(
                Outcome.BAD_CONFIGURATION,
                end("listen = \"127.0.0.1:0\", tls { cert = \"" + certificate + "\", key = \"" + key + "\" }"));
    }

    @Test
    void aPortOnWhichSomebodyListens() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(Outcome.INPUT_OUTPUT, end("listen = \"127.0.0.1:" + other.getLocalPort() + "\""));
        }
    }
}
