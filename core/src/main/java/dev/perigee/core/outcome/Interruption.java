package dev.perigee.core.outcome;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** Tells an interrupt of this thread, which ends all that was asked for, from what only one sink or one file has failed at. */
public final class Interruption {

    private Interruption() {}

    /**
     * Whether reading or writing failed because the thread that did it was interrupted. Asked on that thread.
     *
     * @param failure what was thrown
     * @return false where somebody else has closed it: a plugin its connection, or another thread a file
     */
    public static boolean isBehind(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException late -> false; // a kind of the next one, by its type
            case InterruptedIOException interrupted -> true;
            case ClosedByInterruptException closed -> true;
            case ClosedChannelException closed -> Thread.currentThread().isInterrupted(); // by what was called before
            default -> false;
        };
    }
}
