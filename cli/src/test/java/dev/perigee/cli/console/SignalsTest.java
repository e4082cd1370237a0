package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatAWrapperPassesOnAtOnceIsNoSecondCtrlC() {
        long first = Long.MAX_VALUE - 10; // the clock may run over

        assertFalse(Signals.insists(first, first + Duration.ofMillis(20).toNanos()));
        assertTrue(Signals.insists(first, first + Duration.ofMillis(800).toNanos()));
    }

    @Test
    void aHangUpThatComesBeforeTheDaemonHasBegunIsTakenOnceItHas() throws Exception {
        assertEquals(0, end("takes"));
    }

    @Test
    void aHangUpThatComesBeforeAnotherCommandHasBegunEndsIt() throws Exception {
        assertEquals(5, end());
    }

    /** A signal that is ignored by whoever runs this, as under nohup, would stay ignored in the process. */
    private static int end(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SignalledProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertTrue(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS), "it hasn't ended");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
