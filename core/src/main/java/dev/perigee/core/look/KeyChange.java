package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.etcd.client.Bytes;
import java.util.Optional;

/**
 * How one key differs between two states.
 *
 * @param before as the first state has it; empty if it hasn't
 * @param after as the second state has it; empty if it hasn't; never both
 */
public record KeyChange(Optional<KeyEntry> before, Optional<KeyEntry> after) {

    /** What became of a key. */
    public enum Kind {
        /** Only the second state has it. */
        ADDED,
        /** Both have it, with other values, or one on a lease and one not. */
        CHANGED,
        /** Only the first state has it. */
        REMOVED
    }

    /**
     * What became of the key.
     *
     * @return from the first state's view
     */
    public Kind kind() {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }

    /**
     * The key.
     *
     * @return the same in both
     */
    public Bytes key() {
        return before.or(() -> after).orElseThrow().key();
    }

    /** Whether two entries of one key say the same; revisions don't count, nor which lease it is. */
    public static boolean same(KeyEntry one, KeyEntry other) {
        return one.value().equals(other.value()) && (one.lease() == 0) == (other.lease() == 0);
    }
}
