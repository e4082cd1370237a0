package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;

/** How waiting ends without a turn. */
final class Waiting {

    private Waiting() {}

    static void requireOpen(boolean closed) throws OperationException {
        if (closed) {
            throw new OperationException(Outcome.INTERRUPTED, "nothing new is begun any more: we are about to stop");
        }
    }

    /** The thread stays interrupted. */
    static OperationException interrupted() {
        Thread.currentThread().interrupt();
        return new OperationException(Outcome.INTERRUPTED, "interrupted while waiting for its turn");
    }
}
