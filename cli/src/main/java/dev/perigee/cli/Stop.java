package dev.perigee.cli;

import java.util.Optional;

/** Asks something to end that may not be there yet. Safe for many threads. */
final class Stop {

    private Optional<Runnable> how = Optional.empty();
    private boolean asked;

    /** Now, or as soon as it is known how. */
    synchronized void ask() {
        asked = true;
        how.ifPresent(Runnable::run);
    }

    /** Says how: returns at once. */
    synchronized void with(Runnable stop) {
        how = Optional.of(stop);
        if (asked) {
            stop.run();
        }
    }
}
