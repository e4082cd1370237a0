package dev.perigee.core.engine;

import dev.perigee.core.keys.DumpHeader;
import dev.perigee.core.look.ChangeVisitor;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.look.StateComparison;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Compares two states, key by key, by their values and by whether they hang on a lease. Holds a bounded number of keys.
 *
 * @param before the first state
 * @param after the second state
 * @param scope which cluster; and for stored snapshots, where to look
 * @param selection which keys
 * @param visitor is shown those that differ, ascending
 */
public record DiffRequest(State before, State after, Scope scope, KeySelection selection, ChangeVisitor visitor)
        implements Request<DiffRequest.Compared> {

    /**
     * What came of it.
     *
     * @param before what the first state is
     * @param after what the second state is
     * @param changes how many keys differ, by how; a kind that isn't there is 0
     * @param same how many are the same
     */
    public record Compared(DumpHeader before, DumpHeader after, Map<KeyChange.Kind, Long> changes, long same)
            implements Result {

        /** Copies the map. */
        public Compared {
            changes = Map.copyOf(changes);
        }

        /**
         * How many keys differ so.
         *
         * @param kind how
         * @return 0 or more
         */
        public long count(KeyChange.Kind kind) {
            return changes.getOrDefault(kind, 0L);
        }

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Compared in(Run run) throws OperationException, IOException {
        Map<KeyChange.Kind, Long> changes = new EnumMap<>(KeyChange.Kind.class);
        try (OpenedKeys first = OpenedKeys.of(run, before, scope, selection.keys(), false);
                OpenedKeys second = OpenedKeys.of(run, after, scope, selection.keys(), false)) {
            long same = StateComparison.run(first.source(), second.source(), selection, change -> {
                changes.merge(change.kind(), 1L, Long::sum);
                visitor.change(change);
            });
            return new Compared(first.source().header(), second.source().header(), changes, same);
        }
    }
}
