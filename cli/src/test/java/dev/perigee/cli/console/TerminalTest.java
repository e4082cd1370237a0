package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void aFullDiskIsTheSameFailureForDataThatIsHeldAndForDataThatStreams() throws Exception {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            Terminal terminal = new Terminal(InputStream.nullInputStream(), full, OutputStream.nullOutputStream(), "");

            Failure held = assertThrows(Failure.class, () -> terminal.data("keys"));
            IOException streamed =
                    assertThrows(IOException.class, () -> terminal.dataStream().write(new byte[9]));

            assertEquals(ExitCode.IO, held.code());
            assertEquals(ExitCode.IO, Failures.explain(streamed).code());
            assertEquals(held.getMessage(), Failures.explain(streamed).getMessage());
        }
    }

    @Test
    void aReaderThatHasGoneAwayEndsDataThatStreamsWithoutAnError() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal terminal = new Terminal(InputStream.nullInputStream(), gone, OutputStream.nullOutputStream(), "");

        IOException end =
                assertThrows(IOException.class, () -> terminal.dataStream().write(new byte[9]));

        assertEquals(ExitCode.OK, Failures.explain(end).code());
    }

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
