package dev.perigee.core.putback;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.look.KeyChange;
import java.util.Optional;

/**
 * What becomes of one key. Pure.
 *
 * @param change how the cluster had it, and how it is to become
 * @param action what is done
 * @param target how it is to be after this step; empty to be gone
 * @param seenModRevision the revision at which it was last written when it was looked at; 0 if it wasn't there
 */
public record PutbackStep(KeyChange change, Action action, Optional<KeyEntry> target, long seenModRevision) {

    /** What is done with a key. */
    public enum Action {
        /** It wasn't there. */
        CREATE,
        /** It had another value, or no lease, or one. */
        CHANGE,
        /** It goes. */
        DELETE,
        /** It is as it is to be. */
        SAME,
        /** Somebody else has changed it meanwhile: it is left alone. */
        CONFLICT
    }

    /** Which way to go. */
    public enum Direction {
        /** As the plan says. */
        FORTH,
        /** As it was before. */
        BACK
    }

    /**
     * Decides.
     *
     * @param change how the cluster had it, and how it was to become
     * @param direction which of the two it is to be
     * @param current how it is
     * @return what to do
     */
    static PutbackStep decide(KeyChange change, Direction direction, Optional<KeyEntry> current) {
        Optional<KeyEntry> target = direction == Direction.FORTH ? change.after() : change.before();
        return new PutbackStep(
                change,
                action(change, direction, current, target),
                target,
                current.map(KeyEntry::modRevision).orElse(0L));
    }

    private static Action action(
            KeyChange change, Direction direction, Optional<KeyEntry> current, Optional<KeyEntry> target) {
        if (same(current, target)) {
            return Action.SAME;
        }
        if (!expected(change, direction, current)) {
            return Action.CONFLICT;
        }
        if (target.isEmpty()) {
            return Action.DELETE;
        }
        return current.isEmpty() ? Action.CREATE : Action.CHANGE;
    }

    /** Forth a key must be the very one that the plan saw; back it must say what was put there, whoever wrote that. */
    private static boolean expected(KeyChange change, Direction direction, Optional<KeyEntry> current) {
        return direction == Direction.FORTH
                ? change.before().map(KeyEntry::modRevision).equals(current.map(KeyEntry::modRevision))
                : same(current, change.after());
    }

    private static boolean same(Optional<KeyEntry> one, Optional<KeyEntry> other) {
        return one.isPresent() && other.isPresent()
                ? KeyChange.same(one.get(), other.get())
                : one.isEmpty() && other.isEmpty();
    }

    boolean writes() {
        return action != Action.SAME && action != Action.CONFLICT;
    }
}
