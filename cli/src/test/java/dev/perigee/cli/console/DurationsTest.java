package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "1m30s,PT1M30S", "26h,PT26H", "7d,P7D", "1.5h,PT1H30M", "2w,P14D"})
    void spansAreReadAsEtcdctlAndTheConfigurationReadThem(String text, Duration span) throws Failure {
        assertEquals(span, Durations.parse("--max-age", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "0s", "99999999999999999999d", "1y", "6M", "1h30", "36501d"})
    void whatIsNoSpanIsABadArgumentThatNamesTheOption(String text) {
        Failure failure = assertThrows(Failure.class, () -> Durations.parse("--max-age", text));

        assertEquals(ExitCode.BAD_ARGUMENTS, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("--max-age is '" + text + "'"));
    }
}
