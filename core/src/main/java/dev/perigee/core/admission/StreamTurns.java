package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import java.util.Optional;

/** Asked before a snapshot's stream begins. Used by one thread. */
public interface StreamTurns {

    /** Lets everybody in: for a snapshot into one file. */
    StreamTurns FREE = new StreamTurns() {
        @Override
        public Optional<Turn> tryBegin(long bytes) {
            return Optional.of(begin(bytes));
        }

        @Override
        public Turn begin(long bytes) {
            return new Turn(() -> {});
        }
    };

    /**
     * Begins if that is possible at once.
     *
     * @param bytes how much the stream will bring, as far as its member knows
     * @return the caller closes it when the snapshot is proven; empty if it has to wait
     * @throws OperationException INTERRUPTED if nothing is begun any more
     */
    Optional<Turn> tryBegin(long bytes) throws OperationException;

    /**
     * Begins, and waits if it must. To be called without a connection that would grow old meanwhile.
     *
     * @param bytes how much the stream will bring, as far as its member knows
     * @return the caller closes it when the snapshot is proven
     * @throws OperationException INTERRUPTED, also if nothing is begun any more
     */
    Turn begin(long bytes) throws OperationException;
}
