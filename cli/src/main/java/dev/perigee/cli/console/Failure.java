package dev.perigee.cli.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a command that did not succeed: what to tell the user, and the exit code. */
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final @Nullable String hint;

    private Failure(ExitCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    /**
     * A failure that explains itself.
     *
     * @param code the exit code
     * @param message what happened, to what; a sentence without its full stop, starting in lower case
     * @return the failure
     */
    public static Failure of(ExitCode code, String message) {
        return new Failure(code, message, null, null);
    }

    /**
     * The same failure with what to do next.
     *
     * @param hint what to do next
     * @return a new failure
     */
    public Failure withHint(String hint) {
        return new Failure(code, String.valueOf(getMessage()), hint, getCause());
    }

    /**
     * The same failure with what {@code --debug} shows below it.
     *
     * @param cause where it came from; holds no secret
     * @return a new failure
     */
    public Failure causedBy(Throwable cause) {
        return new Failure(code, String.valueOf(getMessage()), hint, cause);
    }

    /**
     * The exit code.
     *
     * @return never {@link ExitCode#OK}
     */
    public ExitCode code() {
        return code;
    }

    /**
     * What to do next.
     *
     * @return empty if the message says it all
     */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
