package dev.perigee.core.engine;

import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.look.Weighing;
import dev.perigee.core.look.Weights;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.io.IOException;

/**
 * Finds out what fills a database.
 *
 * @param state of what; a live cluster doesn't show the revisions that it holds
 * @param scope which cluster; and for a stored snapshot, where to look
 * @param filter which keys
 * @param most how many to name of each sort, from 1 up
 * @param depth how many words between slashes a prefix has, from 1 up
 */
public record WeighRequest(State state, Scope scope, KeyFilter filter, int most, int depth)
        implements Request<WeighRequest.Weighed> {

    /**
     * What came of it.
     *
     * @param weights what is heaviest
     * @param revision of the state
     */
    public record Weighed(Weights weights, long revision) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Weighed in(Run run) throws OperationException, IOException {
        try (OpenedKeys keys = OpenedKeys.of(run, state, scope, filter, false)) {
            return new Weighed(
                    new Weighing(keys.source(), filter, most, depth).run(),
                    keys.source().header().revision());
        }
    }
}
