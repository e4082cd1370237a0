package dev.perigee.core.sinks;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
        String words = words(causes(failures));
        return new OperationException(
                outcome,
                what + (words.isEmpty() ? "" : ": " + words),
                causes(failures).stream()
                        .flatMap(cause -> cause.cure().stream())
                        .findFirst(),
                Optional.empty());
    }

    /** What is so in several is said once. */
    private static String words(List<SinkFailure> causes) {
        Map<String, List<String>> sinks = new LinkedHashMap<>();
        for (SinkFailure cause : causes) {
            String name = "'" + cause.sink() + "'";
            sinks.computeIfAbsent(
                            cause.text().replaceFirst("^sink " + Pattern.quote(name) + ": ", ""),
                            _ -> new ArrayList<>())
                    .add(name);
        }
        return sinks.entrySet().stream()
                .map(each -> (each.getValue().size() == 1 ? "sink " : "sinks ") + String.join(", ", each.getValue())
                        + ": " + each.getKey())
                .collect(Collectors.joining("; "));
    }

    /** What was only noticed on the way, as what a ledger says, is no cause where there is one. */
    private static List<SinkFailure> causes(List<SinkFailure> failures) {
        List<SinkFailure> causes = failures.stream()
                .filter(failure -> failure.outcome() != Outcome.PARTIAL)
                .toList();
        return causes.isEmpty() ? failures : causes;
    }
}
