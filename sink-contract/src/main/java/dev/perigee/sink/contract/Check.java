package dev.perigee.sink.contract;

/** Finds out whether the sink at a place keeps one rule. Stateless; removes what it has put there. */
@FunctionalInterface
public interface Check {

    /**
     * Tries the rule.
     *
     * @param place where to try it
     * @return what was found
     * @throws InterruptedException if the calling thread was interrupted; the scratch objects are removed all the same
     */
    Outcome run(Place place) throws InterruptedException;
}
