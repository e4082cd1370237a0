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

        @Override
        public void expect(long bytes, Room room) throws OperationException {
            room.require(bytes, 0);
        }

        @Override
        public void arrived(long bytes) {}
    };

    /** Refuses what the disk can't take. */
    @FunctionalInterface
    interface Room {
        /**
         * Looks at the free space.
         *
         * @param bytes what the stream will bring
         * @param others what others will bring to the same disk
         * @throws OperationException if there isn't room for both
         */
        void require(long bytes, long others) throws OperationException;
    }

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

    /**
     * Looks for room on the disk, beside what the other streams still bring, and counts these bytes in until the turn ends.
     *
     * @param bytes what this stream will bring, as far as is known by now
     * @param room knows the free space
     * @throws OperationException if there isn't room
     */
    void expect(long bytes, Room room) throws OperationException;

    /**
     * Takes what has come off what is expected: it is on the disk now.
     *
     * @param bytes how many came just now
     */
    void arrived(long bytes);
}
