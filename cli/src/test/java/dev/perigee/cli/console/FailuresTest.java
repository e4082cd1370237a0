package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void everyOutcomeHasItsOwnCode() {
        Map<ExitCode, Long> codes =
                Arrays.stream(Outcome.values()).collect(Collectors.groupingBy(Failures::code, Collectors.counting()));

        assertEquals(Outcome.values().length, codes.size(), codes.toString());
    }

    @Test
    void anOperationsHintIsKept() {
        Failure failure = Failures.explain(new OperationException(
                Outcome.NO_SPACE, "the disk is full", Optional.of("make room"), Optional.empty()));

        assertEquals(ExitCode.NO_SPACE, failure.code());
        assertEquals("the disk is full", failure.getMessage());
        assertEquals(Optional.of("make room"), failure.hint());
    }

    @Test
    void standardOutputThatCantBeWrittenIsOneFailureHoweverDeepItIsHidden() {
        Failure full = Failure.of(ExitCode.IO, "can't write to standard output: No space left on device");

        assertEquals(full, Failures.explain(full));
        assertEquals(full, Failures.explain(new IOException(full)));
        assertEquals(full, Failures.explain(new OperationException(Outcome.NO_SPACE, "full", new IOException(full))));
    }

    @Test
    void aSinksKindDecides() {
        assertEquals(
                ExitCode.DENIED,
                Failures.explain(new SinkException(Kind.DENIED, "no")).code());
        assertEquals(
                ExitCode.CONNECTION,
                Failures.explain(new SinkException(Kind.BUSY, "later")).code());
    }

    @Test
    void whatAStoreSaysIsOneLineThatNoTerminalObeys() {
        assertEquals(
                "no\\r\\nError: \\u001b]0;x\\u0007",
                Failures.explain(new SinkException(Kind.DENIED, "no\r\nError: \u001b]0;x\u0007"))
                        .getMessage());
    }

    @Test
    void filesAreNamedInWords() {
        assertEquals(
                "/x: no such file or directory",
                Failures.explain(new NoSuchFileException("/x")).getMessage());
        assertEquals(
                ExitCode.DENIED,
                Failures.explain(new AccessDeniedException("/x")).code());
    }

    @Test
    void aFullDiskIsNoSpaceAndAnyOtherIsIo() {
        assertEquals(
                ExitCode.NO_SPACE,
                Failures.explain(new IOException("No space left on device")).code());
        assertEquals(
                ExitCode.IO,
                Failures.explain(new IOException("Input/output error")).code());
    }

    @Test
    void whatNobodyForesawIsNamedAsAFaultOfOurs() {
        Failure failure = Failures.explain(new IllegalStateException("odd"));

        assertEquals(ExitCode.ERROR, failure.code());
        assertEquals("unexpected: odd", failure.getMessage());
    }
}
