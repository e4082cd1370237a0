package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.Outcome;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static Outcome outcome(Exception thrown) {
        return Causes.explained(thrown).outcome();
    }

    /** A connection that broke, or a stream that a plugin has closed, mustn't end all that was asked for. */
    @Test
    void whatSomebodyElseHasClosedIsNoInterrupt() {
        assertEquals(Outcome.INPUT_OUTPUT, outcome(new ClosedChannelException()));
        assertEquals(Outcome.INPUT_OUTPUT, outcome(new SocketTimeoutException("Read timed out")));
    }

    @Test
    void whatAnInterruptHasClosedIsOne() {
        Thread.currentThread().interrupt();
        Outcome closedBefore = outcome(new ClosedChannelException());
        boolean interrupted = Thread.interrupted();

        assertTrue(interrupted);
        assertEquals(Outcome.INTERRUPTED, closedBefore);
        assertEquals(Outcome.INTERRUPTED, outcome(new ClosedByInterruptException()));
        assertEquals(Outcome.INTERRUPTED, outcome(new InterruptedIOException()));
    }
}
