package dev.perigee.cli.console;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.core.words.FailureWords;
import java.time.Duration;
import java.util.Map;

/** Time spans on the command line: read as those of the configuration are, {@code 500ms}, {@code 1m30s}, {@code 7d}. Pure. */
public final class Durations {

    private Durations() {}

    /**
     * Reads a time span.
     *
     * @param option the option it was given to, for the message
     * @param text such as {@code 26h}
     * @return longer than nothing, at most 36500 days
     * @throws Failure BAD_ARGUMENTS if it is none
     */
    public static Duration parse(String option, String text) throws Failure {
        try {
            Duration span = SinkSettings.of("", Map.of(option, text)).duration(option, Duration.ZERO);
            if (span.isPositive()) {
                return span;
            }
        } catch (SettingException e) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, option + " " + FailureWords.of(e));
        }
        throw Failure.of(ExitCode.BAD_ARGUMENTS, option + " is '" + text + "'; it takes more than nothing");
    }
}
