package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void itShowsHowFarItHasCome() {
        assertEquals(
                Optional.of("receiving [###############               ] 50% of 2.0 kB"),
                new ProgressBar().at("receiving", 1000, 2000, 0));
    }

    @Test
    void itIsDrawnTenTimesASecondAndAtTheEnd() {
        ProgressBar bar = new ProgressBar();
        bar.at("receiving", 0, 2000, 0);

        assertTrue(
                bar.at("receiving", 10, 2000, Duration.ofMillis(99).toNanos()).isEmpty());
        assertTrue(
                bar.at("receiving", 20, 2000, Duration.ofMillis(100).toNanos()).isPresent());
        assertTrue(bar.at("receiving", 2000, 2000, Duration.ofMillis(101).toNanos())
                .isPresent());
    }

    @Test
    void anUnknownTotalIsJustCounted() {
        assertEquals(Optional.of("receiving 1.0 kB"), new ProgressBar().at("receiving", 1000, 0, 0));
    }
}
