package dev.perigee.core.engine;

import dev.perigee.core.keys.DumpHeader;
import dev.perigee.core.keys.EntryVisitor;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.util.List;

/**
 * Shows keys of a state. Holds a bounded number of them, however many there are.
 *
 * @param state of what
 * @param scope which cluster; and for a stored snapshot, where to look
 * @param what which keys
 * @param keysOnly whether values may be left out; of a snapshot they come all the same
 * @param visitor is shown them, ascending by key; the revisions of one key ascending by revision, and deletions without value
 */
public record LookRequest(State state, Scope scope, What what, boolean keysOnly, EntryVisitor visitor)
        implements Request<LookRequest.Looked> {

    /** Which keys are wanted. */
    public sealed interface What {

        /**
         * Keys by their names and by what lies under them.
         *
         * @param selection which
         */
        record Selected(KeySelection selection) implements What {}

        /**
         * The keys of a range.
         *
         * @param range which
         */
        record InRange(KeyRange range) implements What {}

        /**
         * Every revision of one key that is held.
         *
         * @param key the key
         */
        record History(Bytes key) implements What {}
    }

    /**
     * What was looked at.
     *
     * @param header its cluster, revision and time
     * @param shown how many keys, or revisions, were shown
     */
    public record Looked(DumpHeader header, long shown) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Looked in(Run run) throws OperationException, IOException {
        try (OpenedKeys keys = OpenedKeys.of(run, state, scope, readable(), keysOnly)) {
            long[] shown = {0};
            show(keys.source(), entry -> {
                shown[0]++;
                visitor.entry(entry);
            });
            return new Looked(keys.source().header(), shown[0]);
        }
    }

    private void show(KeySource source, EntryVisitor counted) throws IOException {
        switch (what) {
            case What.Selected(KeySelection selection) ->
                source.forEach(selection.keys(), entry -> {
                    if (selection.takes(entry)) {
                        counted.entry(entry);
                    }
                });
            case What.InRange(KeyRange range) -> source.forEach(range, counted);
            case What.History(Bytes key) -> source.history(key, counted);
        }
    }

    private KeyFilter readable() {
        return switch (what) {
            case What.Selected(KeySelection selection) -> selection.keys();
            case What.InRange(KeyRange range) -> new KeyFilter(List.of(range.from()), List.of());
            case What.History(Bytes key) -> new KeyFilter(List.of(key), List.of());
        };
    }
}
