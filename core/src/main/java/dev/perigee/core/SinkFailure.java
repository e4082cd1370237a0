package dev.perigee.core;

import dev.perigee.api.SinkException;
import dev.perigee.core.outcome.Outcome;
import java.util.Objects;

/**
 * A sink that could not do what was asked of it.
 *
 * @param sink its name
 * @param error what happened; its message names the sink
 */
public record SinkFailure(String sink, SinkException error) {

    /**
     * What it comes down to.
     *
     * @return follows from the error's kind
     */
    public Outcome outcome() {
        return Outcome.of(error.kind());
    }

    /**
     * What happened, and what to do about it.
     *
     * @return message and hint in one line
     */
    public String text() {
        String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
        return error.hint().map(hint -> message + "; " + hint).orElse(message);
    }
}
