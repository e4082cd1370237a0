package dev.perigee.daemon;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.daemon.event.RunKind;
import java.time.Instant;
import java.util.Optional;

/** Whose the jobs are, where several daemons share them. Never waits for anybody but in {@link #end}. Safe for many threads. */
interface Fleet {

    /** A daemon that runs all its jobs, whoever else does. */
    Fleet ALONE = new Fleet() {};

    /** Under which fence a job may be run now; empty if it is another daemon's, or that can't be known. */
    default Optional<Fence> fence(String job) {
        return Optional.of(Fence.NONE);
    }

    /** For what earlier runs still owe, whoever runs the job now. */
    default Fence ofDebts() {
        return Fence.NONE;
    }

    /** Up to when due times are made up for, whichever daemon did it; empty if nobody told. */
    default Optional<Instant> lastRun(String job, RunKind kind) {
        return Optional.empty();
    }

    /** Tells the others up to when due times are made up for. */
    default void ran(
            String job, RunKind kind, Fence fence, Instant until, Optional<Instant> due, Optional<Manifest> backup) {}

    /** How this daemon stands among the others; empty if there are none. */
    default Optional<FleetState> state() {
        return Optional.empty();
    }

    /** From now on it takes jobs. */
    default void begin(JobLoops loops) {}

    /** From now on it takes none, and gives those that don't run. */
    default void leave() {}

    /** Gives all of them, also those that run: called when none does. */
    default void end() {}
}
