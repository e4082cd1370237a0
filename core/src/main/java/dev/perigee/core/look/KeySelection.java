package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.core.kubernetes.ObjectFilter;
import dev.perigee.core.kubernetes.ObjectPath;
import java.util.List;
import java.util.Optional;

/**
 * Which keys are meant, by their names and by what lies under them. Pure.
 *
 * @param keys by their names
 * @param objects by the objects of Kubernetes that they hold
 */
public record KeySelection(KeyFilter keys, ObjectFilter objects) {

    /** Objects lie under {@code /registry/} where nothing else was said. */
    public KeySelection {
        if (!objects.isAll() && keys.prefixes().isEmpty()) {
            keys = new KeyFilter(List.of(ObjectPath.REGISTRY), keys.excludes());
        }
    }

    /**
     * Whether keys alone tell what is meant.
     *
     * @return false if kinds are asked for, which values tell
     */
    public boolean needsValues() {
        return !objects.kinds().isEmpty();
    }

    /**
     * Whether all that it takes is a Kubernetes API server's.
     *
     * @return true if objects are asked for, or only keys under {@code /registry/}
     */
    public boolean isOfKubernetes() {
        return !objects.isAll()
                || (!keys.prefixes().isEmpty()
                        && keys.prefixes().stream().allMatch(prefix -> prefix.startsWith(ObjectPath.REGISTRY)));
    }

    /**
     * Whether a key is meant.
     *
     * @param entry the key, with its value if that is needed
     * @return whether names and objects say so
     */
    public boolean takes(KeyEntry entry) {
        return keys.takes(entry.key()) && (objects.isAll() || holdsObject(entry));
    }

    private boolean holdsObject(KeyEntry entry) {
        Optional<ObjectPath> path = ObjectPath.of(entry.key());
        return path.isPresent()
                && objects.mayTake(path.get())
                && KubernetesObject.of(entry.key(), entry.value())
                        .filter(objects::takes)
                        .isPresent();
    }
}
