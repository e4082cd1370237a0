package dev.perigee.cli.console;

import dev.perigee.core.outcome.OperationException;
import java.util.Optional;

/** The end of a command that did not succeed: what to tell the user, and the exit code. */
public final class Failure extends OperationException {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    private Failure(ExitCode code, String message, Optional<String> hint, Optional<Throwable> cause) {
        super(Failures.outcome(code), message, hint, cause);
        this.code = code;
    }

    /**
     * A failure that explains itself.
     *
     * @param code the exit code
     * @param message what happened, to what; a sentence without its full stop, starting in lower case
     * @return the failure
     */
    public static Failure of(ExitCode code, String message) {
        return new Failure(code, message, Optional.empty(), Optional.empty());
    }

    /**
     * The same failure with what to do next.
     *
     * @param hint what to do next
     * @return a new failure
     */
    public Failure withHint(String hint) {
        return new Failure(code, String.valueOf(getMessage()), Optional.of(hint), Optional.ofNullable(getCause()));
    }

    /**
     * The same failure with what {@code --debug} shows below it.
     *
     * @param cause where it came from; holds no secret
     * @return a new failure
     */
    public Failure causedBy(Throwable cause) {
        return new Failure(code, String.valueOf(getMessage()), hint(), Optional.of(cause));
    }

    /**
     * The exit code.
     *
     * @return {@link ExitCode#OK} only where nobody reads on: then there is nothing to tell
     */
    public ExitCode code() {
        return code;
    }
}
