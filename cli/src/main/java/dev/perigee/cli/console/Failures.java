package dev.perigee.cli.console;

import dev.perigee.core.config.ConfigException;
import dev.perigee.core.engine.Causes;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns whatever ended a command into a {@link Failure} that a user can read. Pure. */
public final class Failures {

    private static final int MOST_CAUSES = 20;

    private Failures() {}

    /**
     * The failure behind an exception.
     *
     * @param thrown what a command threw
     * @return itself, if it is a failure; else what it means to the user, with the exception as its cause
     */
    public static Failure explain(Throwable thrown) {
        return Stream.iterate(Optional.of(thrown), Optional::isPresent, each -> each.map(Throwable::getCause))
                .limit(MOST_CAUSES)
                .flatMap(Optional::stream)
                .filter(Failure.class::isInstance)
                .map(Failure.class::cast)
                .findFirst() // what a stream had to hide from whoever writes to it
                .orElseGet(() -> explained(thrown));
    }

    private static Failure explained(Throwable thrown) {
        return switch (thrown) {
            case ConfigException e -> Failure.of(ExitCode.BAD_CONFIGURATION, FailureWords.of(e));
            case OperationException e -> operation(e);
            case IOException e -> operation(Causes.explained(e));
            case InterruptedException e -> operation(Causes.explained(e));
            default ->
                Failure.of(ExitCode.ERROR, "unexpected: " + Printable.line(FailureWords.of(thrown)))
                        .withHint("this is a fault of perigee's; --debug shows where")
                        .causedBy(thrown);
        };
    }

    private static Failure operation(OperationException e) {
        Failure failure = Failure.of(code(e.outcome()), Printable.line(FailureWords.of(e)))
                .causedBy(e);
        return e.hint().map(failure::withHint).orElse(failure);
    }

    /** What an exit code comes down to; those that no operation ends with stand for a request that isn't clear. */
    static Outcome outcome(ExitCode code) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> code(outcome) == code)
                .findFirst()
                .orElse(Outcome.BAD_REQUEST);
    }

    /**
     * The exit code of an outcome.
     *
     * @param outcome what an operation came down to
     * @return its code
     */
    public static ExitCode code(Outcome outcome) {
        return switch (outcome) {
            case OK -> ExitCode.OK;
            case PARTIAL -> ExitCode.PARTIAL;
            case DAMAGED -> ExitCode.DAMAGED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case DENIED -> ExitCode.DENIED;
            case NO_SPACE -> ExitCode.NO_SPACE;
            case REFUSED -> ExitCode.REFUSED;
            case CONNECTION -> ExitCode.CONNECTION;
            case INPUT_OUTPUT -> ExitCode.IO;
            case BAD_INPUT -> ExitCode.BAD_INPUT;
            case BAD_REQUEST -> ExitCode.BAD_ARGUMENTS;
            case OVERDUE -> ExitCode.OVERDUE;
            case BAD_CONFIGURATION -> ExitCode.BAD_CONFIGURATION;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case FAILED -> ExitCode.ERROR;
        };
    }
}
