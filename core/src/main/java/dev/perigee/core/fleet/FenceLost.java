package dev.perigee.core.fleet;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;

/** Another daemon has taken a job over; what was made here under the older claim is never published. */
public final class FenceLost extends OperationException {

    private static final long serialVersionUID = 1L;

    /**
     * A fence that doesn't hold any more.
     *
     * @param message what happened, and to which job
     */
    public FenceLost(String message) {
        super(Outcome.REFUSED, message);
    }
}
