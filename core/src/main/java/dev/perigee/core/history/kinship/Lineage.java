package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which histories came one behind the other, as they say themselves: whatever clocks say, and revisions, which go back when an older
 * state is put back.
 *
 * @param before what one says that was recorded before it
 * @param <E> why that can't be told
 */
public record Lineage<E extends Exception>(Before<E> before) {

    /** Tells of one history. */
    @FunctionalInterface
    public interface Before<E extends Exception> {
        Optional<BackupId> of(BackupId timeline) throws E;
    }

    /** Whether one goes on from another, directly or through others; not if that can't be told. */
    public boolean follows(BackupId later, BackupId earlier) throws E {
        Set<BackupId> passed = new HashSet<>(Set.of(later));
        Optional<BackupId> next = before.of(later);
        while (next.isPresent() && passed.add(next.get())) {
            if (next.get().equals(earlier)) {
                return true;
            }
            next = before.of(next.get());
        }
        return false;
    }
}
