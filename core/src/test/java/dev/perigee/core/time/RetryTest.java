package dev.perigee.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final IOException FAILURE = new IOException("it is down");

    private final List<Duration> told = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();

    private void pauseAfter(int attempt, boolean mayPass, Sleeper sleeper) throws IOException {
        new Retry(3, Duration::ofSeconds, sleeper)
                .pauseAfter(attempt, FAILURE, mayPass, told::add, InterruptedIOException::new);
    }

    @Test
    void aPauseIsToldBeforeItBegins() throws Exception {
        pauseAfter(2, true, pause -> {
            assertEquals(List.of(pause), told);
            slept.add(pause);
        });

        assertEquals(List.of(Duration.ofSeconds(2)), slept);
    }

    @Test
    void theLastAttemptsFailureIsThrownAtOnce() {
        assertSame(FAILURE, assertThrows(IOException.class, () -> pauseAfter(3, true, slept::add)));
        assertEquals(List.of(), slept);
    }

    @Test
    void aFailureThatCannotPassIsThrownAtOnce() {
        assertSame(FAILURE, assertThrows(IOException.class, () -> pauseAfter(1, false, slept::add)));
        assertEquals(List.of(), told);
    }

    @Test
    void whoeverIsInterruptedMeanwhileStaysInterrupted() {
        Sleeper interrupted = pause -> {
            throw new InterruptedException();
        };

        assertThrows(InterruptedIOException.class, () -> pauseAfter(1, true, interrupted));

        assertTrue(Thread.interrupted());
    }
}
