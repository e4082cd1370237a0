package dev.perigee.core.sinks;

import dev.perigee.api.SinkException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Objects;
import java.util.Optional;

/**
 * A sink that could not do what was asked of it.
 *
 * @param sink its name
 * @param outcome what it comes down to; not {@link Outcome#OK}
 * @param text what happened, and what to do about it; names the sink
 */
public record SinkFailure(String sink, Outcome outcome, String text) {

    public static SinkFailure of(String sink, SinkException error) {
        return new SinkFailure(sink, Outcome.of(error.kind()), withHint(error, error.hint()));
    }

    public static SinkFailure of(String sink, OperationException error) {
        return new SinkFailure(sink, error.outcome(), "sink '" + sink + "': " + withHint(error, error.hint()));
    }

    /** The message is left out: it may hold a secret. */
    public static SinkFailure ofDefect(String sink, Throwable thrown) {
        String where = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
        return new SinkFailure(
                sink,
                Outcome.FAILED,
                "sink '" + sink + "': a defect: " + thrown.getClass().getName() + where + "; --debug shows more");
    }

    private static String withHint(Exception error, Optional<String> hint) {
        String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
        return hint.map(text -> message + "; " + text).orElse(message);
    }
}
