package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    private static Product product;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() {
        product = Product.unpack();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private Map<String, String> environment() {
        return Map.of("PERIGEE_STATE_DIR", folder.resolve("state").toString(), "PERIGEE_CONFIG", "/dev/null");
    }

    private static void send(String signal, Process process) {
        Product.command("kill", "-" + signal, String.valueOf(process.pid())).orFail();
    }

    @Test
    void theDaemonEndsOnlyWhenItIsAskedToAndSaysWhy() throws InterruptedException {
        try (RunningDaemon daemon = RunningDaemon.start(product, environment(), folder.resolve("log"))) {
            send("HUP", daemon.process());
            eventually(
                    LONG, "it reloads", () -> daemon.said().contains("INFO  the configuration is in force, jobs: 1"));
            send("USR1", daemon.process());
            eventually(LONG, "it goes on", () -> daemon.said().contains("INFO  SIGUSR1 is ignored"));
            assertTrue(daemon.process().isAlive());

            assertEquals(0, daemon.terminate());
            assertTrue(daemon.said().contains("SIGTERM: the daemon ends as soon as"), daemon.said());
            assertTrue(daemon.said().endsWith("the daemon has ended\n"), daemon.said());
        }
    }

    @Test
    void sigquitShowsItsThreadsAmongTheErrorsAndNotAmongTheData() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = saving(silent);
            try (Socket _ = silent.accept()) {
                send("QUIT", process);
                eventually(LONG, "it shows its threads", () -> errors().contains("Full thread dump"));
                send("TERM", process);
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            }
            assertEquals("", Files.readString(folder.resolve("out")));
        }
    }

    @Test
    void aCommandEndsWithItsTerminalAsWithCtrlC() throws IOException, InterruptedException {
        for (String signal : List.of("INT", "TERM", "HUP")) {
            try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Process process = saving(silent);
                try (Socket _ = silent.accept()) {
                    send(signal, process);
                    assertTrue(process.waitFor(60, TimeUnit.SECONDS), signal + ": " + errors());
                }
                assertEquals(5, process.exitValue(), signal + ": " + errors());
                assertTrue(errors().contains("interrupted"), errors());
                assertFalse(errors().contains("\tat "), errors());
            }
        }
    }

    private Process saving(ServerSocket silent) throws IOException {
        ProcessBuilder builder = product.heedingSignals(
                        "snapshot",
                        "save",
                        "--dial-timeout",
                        "5m",
                        "--command-timeout",
                        "5m",
                        "--endpoints",
                        "http://127.0.0.1:" + silent.getLocalPort())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(Product.clean(environment()));
        return builder.start();
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
