package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeySource;
import java.io.IOException;
import java.util.Optional;

/** Compares two states, key by key. Both are read at the same time; neither is held. */
public final class StateComparison {

    private StateComparison() {}

    /**
     * Compares.
     *
     * @param before the first state; stays the caller's to close
     * @param after the second state; stays the caller's to close
     * @param selection which keys; one that either state's value puts among them counts
     * @param visitor is shown the keys that differ, ascending
     * @return how many keys are the same
     * @throws IOException if either can't be read to its end, or from the visitor
     */
    public static long run(KeySource before, KeySource after, KeySelection selection, ChangeVisitor visitor)
            throws IOException {
        try (PulledKeys left = new PulledKeys(before, selection.keys());
                PulledKeys right = new PulledKeys(after, selection.keys())) {
            long same = 0;
            for (Optional<KeyChange> pair = next(left, right); pair.isPresent(); pair = next(left, right)) {
                if (taken(selection, pair.get())) {
                    if (isSame(pair.get())) {
                        same++;
                    } else {
                        visitor.change(pair.get());
                    }
                }
            }
            return same;
        }
    }

    private static boolean taken(KeySelection selection, KeyChange pair) {
        return pair.before().filter(selection::takes).isPresent()
                || pair.after().filter(selection::takes).isPresent();
    }

    private static boolean isSame(KeyChange pair) {
        return pair.before().isPresent()
                && pair.after().isPresent()
                && KeyChange.same(pair.before().get(), pair.after().get());
    }

    /** The smaller of the two next keys, from either state or from both. */
    private static Optional<KeyChange> next(PulledKeys left, PulledKeys right) throws IOException {
        Optional<KeyEntry> one = left.peek();
        Optional<KeyEntry> other = right.peek();
        int order = order(one, other);
        if (order <= 0 && one.isPresent()) {
            left.advance();
        }
        if (order >= 0 && other.isPresent()) {
            right.advance();
        }
        return one.isEmpty() && other.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new KeyChange(order <= 0 ? one : Optional.empty(), order >= 0 ? other : Optional.empty()));
    }

    private static int order(Optional<KeyEntry> one, Optional<KeyEntry> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        return one.get().key().compareTo(other.get().key());
    }
}
