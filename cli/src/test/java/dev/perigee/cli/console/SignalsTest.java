package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalsTest {

    @Test
    void whatAWrapperPassesOnAtOnceIsNoSecondCtrlC() {
        long first = Long.MAX_VALUE - 10; // the clock may run over

        assertFalse(Signals.insists(first, first + Duration.ofMillis(20).toNanos()));
        assertTrue(Signals.insists(first, first + Duration.ofMillis(800).toNanos()));
    }
}
