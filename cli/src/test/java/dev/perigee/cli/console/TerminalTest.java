package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void anInterruptEndsAQuestionThatNobodyAnswers() throws IOException {
        try (PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard)) {
            Terminal terminal =
                    new Terminal(in, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), "02");
            Thread.currentThread().interrupt();

            Failure failure = assertThrows(Failure.class, () -> terminal.ask("really?"));

            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
            assertEquals(ExitCode.INTERRUPTED, failure.code());
        }
    }
}
