package dev.perigee.core.admission;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets runs in, a few at a time. Taking a snapshot and bringing it to a sink are let in apart, and each sink apart from the
 * others: a sink that has stalled holds up those that wait for that sink, and nobody else. Safe for many threads.
 */
public final class Admission {

    private final Limits limits;
    private final Gate runs;
    private final Gate streams;
    private final Map<String, Gate> uploads = new ConcurrentHashMap<>();
    private final SpoolRoom room;
    private final Arrivals arrivals = new Arrivals();

    /**
     * An admission for one process.
     *
     * @param limits how much at once
     * @param spoolBytes how much may lie in the spool for runs that are under way, from 1 up
     */
    public Admission(Limits limits, long spoolBytes) {
        this.limits = limits;
        this.runs = new Gate(limits.runs() + " other runs are at work (limits.runs)", limits.runs());
        this.streams =
                new Gate(limits.streams() + " other snapshots are on their way (limits.streams)", limits.streams());
        this.room = new SpoolRoom(spoolBytes);
    }

    /**
     * Lets a run begin.
     *
     * @param progress hears of each wait
     * @return its turn; the caller closes it
     * @throws OperationException INTERRUPTED, also after {@link #close()}
     */
    public RunTurn begin(ProgressListener progress) throws OperationException {
        SaidOnce once = new SaidOnce(progress);
        return new RunTurn(this, once, runs.enter(once));
    }

    /**
     * Who may bring something to a sink.
     *
     * @param sink the sink's name
     * @return its gate
     */
    public Gate uploads(String sink) {
        return uploads.computeIfAbsent(
                sink,
                name -> new Gate(limits.runs() + " other runs use sink '" + name + "' (limits.runs)", limits.runs()));
    }

    Gate streams() {
        return streams;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    SpoolRoom room() {
        return room;
    }

    /** Sends away who waits to take a snapshot, and whoever comes. What is under way goes on. */
    public void close() {
        runs.close();
        streams.close();
        room.close();
    }
}
