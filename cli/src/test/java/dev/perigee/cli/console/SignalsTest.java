package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsTest {

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

    private static int end(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SignalledProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
