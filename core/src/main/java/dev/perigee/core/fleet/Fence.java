package dev.perigee.core.fleet;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.OperationException;
import java.util.OptionalLong;

/** Says whether a backup may still be published here. Safe for many threads. */
public interface Fence {

    /** Where every installation makes its own backups: nobody is asked. */
    Fence NONE = new Fence() {
        @Override
        public OptionalLong number() {
            return OptionalLong.empty();
        }

        @Override
        public void requireHeld(Manifest manifest) {
            // nobody else makes these
        }
    };

    /**
     * The number of the claim under which a run is made.
     *
     * @return positive; grows with each new claim of the job; empty if there are no claims
     */
    OptionalLong number();

    /**
     * Lets a backup pass that may be published now. Asks etcd anew each time, and believes no answer but etcd's own.
     *
     * @param manifest the backup that is about to be published, of this run or of an earlier one
     * @throws FenceLost if another daemon has taken the job over: it must never be published
     * @throws OperationException CONNECTION, DENIED or INTERRUPTED if that can't be known: it must not be published now
     */
    void requireHeld(Manifest manifest) throws OperationException;
}
