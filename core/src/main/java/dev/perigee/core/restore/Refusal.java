package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Optional;

/** Makes the exceptions that end a restore, each with what to do next. */
final class Refusal {

    private Refusal() {}

    static OperationException of(Outcome outcome, String message, String hint) {
        return new OperationException(outcome, message, Optional.of(hint), Optional.empty());
    }

    static OperationException badInput(String message, String hint) {
        return of(Outcome.BAD_INPUT, message, hint);
    }

    static OperationException refused(String message, String hint) {
        return of(Outcome.REFUSED, message, hint);
    }
}
