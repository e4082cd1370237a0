package dev.perigee.core.sinks;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;

/** Makes one failure of those of several sinks. */
public final class Failures {

    private Failures() {}

    /** Damage counts most: it must not hide behind a sink that happens to be unreachable. */
    public static OperationException combined(String what, List<SinkFailure> failures) {
        Outcome outcome = failures.stream()
                .map(SinkFailure::outcome)
                .filter(each -> each == Outcome.DAMAGED)
                .findFirst()
                .or(() -> failures.stream().map(SinkFailure::outcome).findFirst())
                .orElse(Outcome.NOT_FOUND);
        List<String> texts = failures.stream().map(SinkFailure::text).toList();
        return new OperationException(outcome, what + (texts.isEmpty() ? "" : ": " + String.join("; ", texts)));
    }
}
