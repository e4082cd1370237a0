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
                .or(() -> causes(failures).stream().map(SinkFailure::outcome).findFirst())
                .orElse(Outcome.NOT_FOUND);
        List<String> texts = causes(failures).stream().map(SinkFailure::text).toList();
        return new OperationException(outcome, what + (texts.isEmpty() ? "" : ": " + String.join("; ", texts)));
    }

    /** What was only noticed on the way, as what a ledger says, is no cause where there is one. */
    private static List<SinkFailure> causes(List<SinkFailure> failures) {
        List<SinkFailure> causes = failures.stream()
                .filter(failure -> failure.outcome() != Outcome.PARTIAL)
                .toList();
        return causes.isEmpty() ? failures : causes;
    }
}
