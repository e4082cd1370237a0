package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.HistorySettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a job's history is written down, and what of it is refused. */
class HistoryConfigTest extends ConfigFolder {

    private static String job(String history) {
        return "perigee { sinks.here { type = local }, jobs.default { " + history + " } }";
    }

    private Optional<HistorySettings> history(String text) throws Exception {
        return load(job(text)).jobs().getFirst().history();
    }

    @Test
    void nothingIsRecordedUnlessItIsAskedFor() throws Exception {
        assertEquals(Optional.empty(), history("schedule = none"));
        assertEquals(Optional.of(HistorySettings.DEFAULT), history("history {}"));
    }

    @Test
    void allOfItCanBeSet() throws Exception {
        assertEquals(
                Optional.of(new HistorySettings(
                        Duration.ofSeconds(5), Duration.ofDays(2), 1 << 20, 1 << 30, Duration.ofMinutes(10))),
                history("history { flush = 5s, keep = 2d, pack-size = 1MiB, spool = 1GiB, seal-every = 10m }"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history.flush = 500ms | takes 1s or more",
                "history { pack-size = 2GiB, spool = 1GiB } | is less than one pack takes",
                "history { pack-size = 1 } | takes 64KiB or more",
                "history { flush = 2h, keep = 1h } | is shorter than flush",
                "history.keep = 0s | takes more than nothing",
                "history.flsh = 5s | history.flsh"
            })
    void whatMakesNoSenseIsRefused(String written, String said) {
        String refusal = refusal(file(write("perigee.conf", job(written))));

        assertTrue(refusal.contains(said), refusal);
    }
}
