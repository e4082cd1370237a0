package dev.perigee.core.copies;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.FailureWords;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * No sink that answered holds what was asked for. It is NOT_FOUND if all did; if one didn't, that one may hold it, and it is that
 * one's failure.
 */
public final class AbsentBackup extends OperationException {

    private static final long serialVersionUID = 1L;

    private AbsentBackup(Outcome outcome, String message, Optional<String> hint) {
        super(outcome, message, hint, Optional.empty());
    }

    static AbsentBackup of(OperationException e, List<SinkFailure> silent, String whereAsked) {
        return new AbsentBackup(
                silent.isEmpty() ? e.outcome() : silent.getFirst().outcome(),
                FailureWords.of(e) + words(silent),
                Optional.of(whereAsked));
    }

    /** With what was noticed of the sinks, which may be why. */
    AbsentBackup noticed(Collection<SinkFailure> told) {
        return new AbsentBackup(outcome(), getMessage() + words(told), hint());
    }

    private static String words(Collection<SinkFailure> failures) {
        return failures.stream().map(failure -> "; " + failure.text()).collect(Collectors.joining());
    }
}
