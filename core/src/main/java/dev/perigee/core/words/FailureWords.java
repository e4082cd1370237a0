package dev.perigee.core.words;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** What an exception says. The one place where that is asked: some that the runtime throws say nothing. Pure. */
public final class FailureWords {

    private FailureWords() {}

    /**
     * Its message, else what it is.
     *
     * @param thrown any
     * @return never blank
     */
    public static String of(Throwable thrown) {
        return areMissing(thrown) ? kind(thrown) : String.valueOf(thrown.getMessage());
    }

    /**
     * Whether it has no message.
     *
     * @param thrown any
     * @return whether {@link #of} tells no more than its kind
     */
    public static boolean areMissing(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank();
    }

    private static String kind(Throwable thrown) {
        return switch (thrown) {
            case SocketTimeoutException _ -> "it takes too long"; // by its type an InterruptedIOException
            case InterruptedException _, InterruptedIOException _, ClosedByInterruptException _ -> "interrupted";
            case ClosedChannelException _ -> "it was closed meanwhile";
            case EOFException _ -> "it ends too early";
            default -> thrown.getClass().getSimpleName();
        };
    }
}
