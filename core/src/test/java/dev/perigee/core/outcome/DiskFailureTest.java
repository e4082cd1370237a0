package dev.perigee.core.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiskFailureTest {

    record Refusal(IOException said, Outcome outcome, String message, String cure) {}

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(
                        new IOException("No space left on device"),
                        Outcome.NO_SPACE,
                        "can't write x: No space left on device",
                        "free some space"),
                new Refusal(
                        new IOException("Disk quota exceeded"),
                        Outcome.NO_SPACE,
                        "can't write x: Disk quota exceeded",
                        "free some space"),
                new Refusal(
                        new IOException("File too large"),
                        Outcome.NO_SPACE,
                        "can't write x: File too large",
                        "ulimit -f"),
                new Refusal(
                        new AccessDeniedException("/d/x"),
                        Outcome.DENIED,
                        "can't write x: /d/x: permission denied",
                        "let user '" + System.getProperty("user.name") + "' do that"),
                new Refusal(
                        new FileSystemException("/d/x", null, "Operation not permitted"),
                        Outcome.DENIED,
                        "can't write x: /d/x: Operation not permitted",
                        "a user who may"),
                new Refusal(
                        new FileSystemException("/d/x", null, "Read-only file system"),
                        Outcome.DENIED,
                        "can't write x: /d/x: Read-only file system",
                        "mount it writable"),
                new Refusal(
                        new NoSuchFileException("/d/x"),
                        Outcome.INPUT_OUTPUT,
                        "can't write x: /d/x: there is no such file or directory",
                        "removed meanwhile"),
                new Refusal(
                        new FileAlreadyExistsException("/d"),
                        Outcome.INPUT_OUTPUT,
                        "can't write x: /d is in the way",
                        "move it"),
                new Refusal(new ClosedByInterruptException(), Outcome.INTERRUPTED, "can't write x: interrupted", ""),
                new Refusal(
                        new ClosedChannelException(),
                        Outcome.INPUT_OUTPUT,
                        "can't write x: it was closed meanwhile",
                        ""),
                new Refusal(
                        new SocketTimeoutException("Read timed out"),
                        Outcome.INPUT_OUTPUT,
                        "can't write x: Read timed out",
                        ""),
                new Refusal(
                        new IOException("Input/output error"),
                        Outcome.INPUT_OUTPUT,
                        "can't write x: Input/output error",
                        ""));
    }

    /** The interrupt closed it, and what was asked of it next says no more than that it is closed. */
    @Test
    void whatIsClosedToAThreadThatWasInterruptedWasClosedByThat() {
        Thread.currentThread().interrupt();
        DiskException failure = OperationException.ofDisk("can't write x", new ClosedChannelException());
        boolean interrupted = Thread.interrupted();

        assertTrue(interrupted);
        assertEquals(Outcome.INTERRUPTED, failure.outcome());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatTheDiskRefusesIsSaidWithItsCure(Refusal refusal) {
        DiskException failure = OperationException.ofDisk("can't write x", refusal.said());

        assertEquals(refusal.outcome(), failure.outcome());
        assertEquals(refusal.message(), failure.getMessage());
        assertEquals(refusal.cure().isEmpty(), failure.hint().isEmpty());
        assertTrue(failure.hint().orElse("").contains(refusal.cure()), () -> String.valueOf(failure.hint()));
    }
}
