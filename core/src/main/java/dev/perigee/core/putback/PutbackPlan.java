package dev.perigee.core.putback;

import dev.perigee.core.look.ChangeVisitor;
import dev.perigee.core.look.KeyChange;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What putting keys back would do.
 *
 * @param steps key by key; read from the file
 * @param counts how many keys are created (added), changed back (changed) and deleted (removed)
 * @param kept how many keys the source lacks and that stay, since nobody asked for them to go
 * @param same how many keys are as the source has them
 * @param warnings what to think of before
 */
public record PutbackPlan(
        PutbackFile steps, Map<KeyChange.Kind, Long> counts, long kept, long same, List<String> warnings) {

    /** Copies them. */
    public PutbackPlan {
        counts = Map.copyOf(counts);
        warnings = List.copyOf(warnings);
    }

    /**
     * How many keys something is done to.
     *
     * @param kind what
     * @return from 0 up
     */
    public long count(KeyChange.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * Whether there is nothing to do.
     *
     * @return true if all keys are as they should be
     */
    public boolean isEmpty() {
        return steps.size() == 0;
    }

    /**
     * Shows what is done to each key, ascending.
     *
     * @param visitor is shown the keys: before is what the cluster has, after what it is to become
     * @throws IOException if the plan can't be read, or from the visitor
     */
    public void forEach(ChangeVisitor visitor) throws IOException {
        steps.forEach(visitor);
    }
}
