package dev.perigee.core.engine;

import dev.perigee.core.outcome.Result;

/**
 * Something to do: a record that says what, for {@link Engine#run}.
 *
 * @param <R> what comes of it
 */
public interface Request<R extends Result> {

    /**
     * Does it. Only the engine can: nobody else has a run.
     *
     * @param run what it stands on
     * @return what came of it
     * @throws Exception whatever went wrong; the engine puts it into words
     */
    R in(Run run) throws Exception;
}
