package dev.perigee.core.engine;

import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import java.time.Duration;

/** How long something took, without what somebody thought about it. Used by one thread. */
final class WorkClock {

    private final Timing timing;
    private final long begun;
    private long idle;

    private WorkClock(Timing timing) {
        this.timing = timing;
        this.begun = timing.ticker().getAsLong();
    }

    static WorkClock begun(Timing timing) {
        return new WorkClock(timing);
    }

    /** Asks, and doesn't count how long the answer takes. */
    <P> boolean approving(Approval<P> approval, P plan) throws OperationException {
        long asked = timing.ticker().getAsLong();
        try {
            return approval.approve(plan);
        } finally {
            idle += timing.ticker().getAsLong() - asked;
        }
    }

    Duration worked() {
        return Duration.ofNanos(timing.ticker().getAsLong() - begun - idle);
    }
}
