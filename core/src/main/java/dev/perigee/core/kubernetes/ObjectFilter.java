package dev.perigee.core.kubernetes;

import java.util.Set;

/**
 * Which objects are meant. Pure.
 *
 * @param kinds kinds or resources, such as {@code ConfigMap}, {@code configmaps} or {@code zones.dns.example}, in whatever
 *     case; empty for all
 * @param namespaces empty for all, and for what belongs to none
 * @param names empty for all
 */
public record ObjectFilter(Set<String> kinds, Set<String> namespaces, Set<String> names) {

    /** Every key, also those of no object. */
    public static final ObjectFilter ALL = new ObjectFilter(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public ObjectFilter {
        kinds = Set.copyOf(kinds);
        namespaces = Set.copyOf(namespaces);
        names = Set.copyOf(names);
    }

    /**
     * Whether it leaves nothing out.
     *
     * @return true for {@link #ALL}
     */
    public boolean isAll() {
        return kinds.isEmpty() && namespaces.isEmpty() && names.isEmpty();
    }

    /**
     * Whether an object at this key may be meant. Looks at no value.
     *
     * @param path what its key tells
     * @return false if its namespace or name says no
     */
    public boolean mayTake(ObjectPath path) {
        return (namespaces.isEmpty() || namespaces.contains(path.namespace()))
                && (names.isEmpty() || names.contains(path.name()));
    }

    /**
     * Whether an object is meant.
     *
     * @param object the object
     * @return whether kind, namespace and name are
     */
    public boolean takes(KubernetesObject object) {
        return mayTake(object.path()) && (kinds.isEmpty() || kinds.stream().anyMatch(word -> isCalled(object, word)));
    }

    private static boolean isCalled(KubernetesObject object, String word) {
        return object.path().isCalled(word)
                || object.kind().filter(word::equalsIgnoreCase).isPresent();
    }
}
