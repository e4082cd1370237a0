package dev.perigee.daemon;

import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Has the heap collected when nothing is at work any more, and not too often: a JVM gives memory back to the system when it
 * collects all of it, and one that idles never does by itself.
 */
final class IdleHeap implements DaemonListener {

    private static final Duration LEAST = Duration.ofMinutes(1);

    private record Work(String job, RunKind kind) {}

    private final Runnable collect;
    private final Set<Work> atWork = new HashSet<>();
    private Instant last = Instant.EPOCH;
    private boolean used;

    IdleHeap(Runnable collect) {
        this.collect = collect;
    }

    @Override
    public String name() {
        return "the heap";
    }

    @Override
    public void on(DaemonEvent event) {
        switch (event) {
            case RunStarted run -> atWork.add(new Work(run.job(), run.kind()));
            case RunEnded run -> ended(run);
            case RunGivenUp run -> atWork.remove(new Work(run.job(), run.kind()));
            default -> {}
        }
    }

    /**
     * A catch-up that finds nothing to do, every five minutes, needs nothing; but it comes after runs whose end was too soon after
     * the last collection, such as those of hundreds of jobs that are due at once.
     */
    private void ended(RunEnded run) {
        atWork.remove(new Work(run.job(), run.kind()));
        used |= run.kind() != RunKind.CATCH_UP || !run.sinks().isEmpty();
        boolean soon = !last.isAfter(run.at()) && last.plus(LEAST).isAfter(run.at());
        if (atWork.isEmpty() && used && !soon) {
            last = run.at();
            used = false;
            collect.run();
        }
    }
}
