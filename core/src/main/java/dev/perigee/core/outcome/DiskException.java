package dev.perigee.core.outcome;

import java.io.IOException;
import java.util.Optional;

/** The local disk failed, or won't do: no etcd and no sink is to blame. */
public final class DiskException extends OperationException {

    private static final long serialVersionUID = 1L;

    private DiskException(Outcome outcome, String message, Optional<String> hint, Optional<Throwable> cause) {
        super(outcome, message, hint, cause);
    }

    /**
     * What is the matter with a file of ours, where that is told and nothing comes of it.
     *
     * @param cause what its reading or writing threw
     * @return a clause that names the file where the system does
     */
    public static String words(Exception cause) {
        return cause instanceof IOException io ? DiskFailure.of(io).reason() : "it isn't what was written there";
    }

    /**
     * A disk that is seen beforehand to be too small.
     *
     * @param message which one, and what it is too small for
     * @param hint what the reader should do next
     * @return the failure: {@link Outcome#NO_SPACE}
     */
    public static DiskException tooSmall(String message, String hint) {
        return new DiskException(Outcome.NO_SPACE, message, Optional.of(hint), Optional.empty());
    }

    static DiskException of(String what, IOException cause) {
        DiskFailure failure = DiskFailure.of(cause);
        return new DiskException(failure.outcome(), what + ": " + failure.reason(), failure.cure(), Optional.of(cause));
    }

    /** With a cure that the caller knows better than the system's words. */
    static DiskException of(String what, IOException cause, String hint) {
        DiskFailure failure = DiskFailure.of(cause);
        return new DiskException(
                failure.outcome(), what + ": " + failure.reason(), Optional.of(hint), Optional.of(cause));
    }
}
