package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ProgressBar bar = new ProgressBar();

    @Test
    void oneThingHasABarAndThenARateAndTheTimeThatIsLeft() {
        assertEquals("to a [                              ] 0% of 1.0 GB", drawn("to a", 0, 0));
        assertEquals(
                "to a [###############               ] 50% of 1.0 GB, 100 MB/s, 5s left",
                drawn("to a", 500_000_000, 5000));
        assertEquals(
                "to a [##############################] 100% of 1.0 GB, 100 MB/s", drawn("to a", 1_000_000_000, 10000));
    }

    @Test
    void severalThingsShareTheLineAndTheSlowestOfThemSaysHowLong() {
        drawn("to a", 0, 0);
        drawn("to b", 0, 0);
        drawn("to a", 800_000_000, 4000);

        assertEquals("to a 80% of 1.0 GB; to b 20% of 1.0 GB, 17s left", drawn("to b", 200_000_000, 4000 + 100));
    }

    @Test
    void whatHasEndedIsNotShownAnyMore() {
        drawn("receiving", 1_000_000_000, 0);
        bar.end("receiving");

        assertTrue(drawn("to a", 0, 0).startsWith("to a ["));
    }

    @Test
    void theLineIsShorterThanTheTerminalIsWide() {
        for (int width : new int[] {20, 40, 60, 80}) {
            ProgressBar narrow = new ProgressBar();
            narrow.at("to a-sink-with-a-long-name", 0, 1_000_000_000, 0, width);
            narrow.at("to 備份", 0, 1_000_000_000, 0, width);
            String line = narrow.at("to 備份", 1_000_000_000, 1_000_000_000, 5_000_000_000L, width)
                    .orElseThrow();

            assertTrue(line.codePoints().map(c -> c > 0x3000 ? 2 : 1).sum() < width, line);
        }
    }

    @Test
    void itIsNotDrawnOftenerThanAnEyeCanFollow() {
        drawn("to a", 0, 0);

        assertEquals(Optional.empty(), bar.at("to a", 1, 1_000_000_000, millis(50), 80));
        assertTrue(bar.at("to a", 2, 1_000_000_000, millis(150), 80).isPresent());
    }

    @Test
    void whereTheLengthIsNotKnownTheBytesAreShown() {
        assertEquals("receiving 20 kB", bar.at("receiving", 20_480, 0, 0, 80).orElseThrow());
    }

    private String drawn(String what, long done, long millis) {
        return bar.at(what, done, 1_000_000_000, millis(millis), 100).orElseThrow();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
