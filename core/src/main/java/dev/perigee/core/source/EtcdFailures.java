package dev.perigee.core.source;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.util.Optional;

/** Says in our words what went wrong at a member. */
public final class EtcdFailures {

    private EtcdFailures() {}

    static OperationException translate(EtcdException e) {
        String message = FailureWords.of(e);
        if (e.kind() == EtcdException.Kind.BROKEN_OFF) {
            return new SnapshotRejected(Check.ENDED_EARLY, message, Optional.of(e));
        }
        return new OperationException(outcome(e.kind()), message, e);
    }

    /**
     * What a failure at a member comes down to.
     *
     * @param kind its sort
     * @return never {@link Outcome#OK}
     */
    public static Outcome outcome(EtcdException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, TLS, TIMEOUT, NOT_ETCD, BUSY, BROKEN_OFF -> Outcome.CONNECTION;
            case SETTINGS -> Outcome.BAD_CONFIGURATION;
            case AUTH_FAILED, DENIED -> Outcome.DENIED;
            case NO_SPACE -> Outcome.NO_SPACE;
            case NOT_FOUND -> Outcome.NOT_FOUND;
            case COMPACTED, INVALID, TOO_LARGE -> Outcome.BAD_INPUT;
            case CANCELLED -> Outcome.INTERRUPTED;
            case OTHER -> Outcome.FAILED;
        };
    }
}
