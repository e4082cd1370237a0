package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressListener;
import java.util.Optional;

/** One run's place among the others, and its body's room in the spool. Used by one thread. */
public final class RunTurn implements StreamTurns, AutoCloseable {

    private final Admission admission;
    private final ProgressListener progress;
    private final Turn taking;
    private Optional<Turn> room = Optional.empty();

    RunTurn(Admission admission, ProgressListener progress, Turn taking) {
        this.admission = admission;
        this.progress = progress;
        this.taking = taking;
    }

    @Override
    public Optional<Turn> tryBegin(long bytes) throws OperationException {
        if (room.isEmpty()) {
            room = admission.room().tryTake(bytes);
        }
        return room.isEmpty()
                ? Optional.empty()
                : admission.streams().tryEnter().map(this::untilItEnds);
    }

    @Override
    public Turn begin(long bytes) throws OperationException {
        if (room.isEmpty()) {
            room = Optional.of(admission.room().take(bytes, progress));
        }
        return untilItEnds(admission.streams().enter(progress));
    }

    private Turn untilItEnds(Turn stream) {
        return new Turn(() -> {
            admission.arrivals().ended(this);
            stream.close();
        });
    }

    @Override
    public void expect(long bytes, Room onDisk) throws OperationException {
        admission.arrivals().expect(this, bytes, onDisk);
    }

    @Override
    public void arrived(long bytes) {
        admission.arrivals().arrived(this, bytes);
    }

    /** Nothing more is taken from etcd: another run may begin while this one brings its body to the sinks. */
    public void taken() {
        taking.close();
    }

    /** The body is where it should be, or waits for a sink that is down: its room is no longer kept free for it. */
    @Override
    public void close() {
        taking.close();
        room.ifPresent(Turn::close);
    }
}
