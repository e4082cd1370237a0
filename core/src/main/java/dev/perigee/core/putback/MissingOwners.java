package dev.perigee.core.putback;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.core.kubernetes.ObjectPath;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds objects that would come back without their owners, whom the garbage collector would delete again. Used once. */
final class MissingOwners {

    /** More owners than a namespace has; what is beyond isn't looked for. */
    private static final int MOST = 200_000;

    private static final int NAMED = 5;

    /** An owner's uid, and one of those that belong to it. */
    private final Map<String, String> wanted = new HashMap<>();

    private final Set<String> comeBack = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private boolean any;

    /** An object that is to be written. */
    void comesBack(KeyEntry entry) {
        if (!entry.key().startsWith(ObjectPath.REGISTRY)) {
            return;
        }
        any = true;
        KubernetesObject.of(entry.key(), entry.value())
                .filter(object -> wanted.size() < MOST)
                .ifPresent(object -> object.owners()
                        .forEach(owner -> wanted.putIfAbsent(
                                owner.uid(), object.shownKind() + " " + name(object) + " of " + owner)));
        object(entry, comeBack);
    }

    /** An object that is to be deleted. */
    void goes(KeyEntry entry) {
        object(entry, gone);
    }

    private static void object(KeyEntry entry, Set<String> uids) {
        if (uids.size() < MOST) {
            KubernetesObject.of(entry.key(), entry.value())
                    .flatMap(KubernetesObject::uid)
                    .ifPresent(uids::add);
        }
    }

    private static String name(KubernetesObject object) {
        return object.namespace().isEmpty() ? object.name() : object.namespace() + "/" + object.name();
    }

    /** What to say, once all was told; looks for owners in the cluster only if there are any to look for. */
    List<String> warnings(KeySource live) throws IOException {
        if (!any) {
            return List.of();
        }
        wanted.keySet().removeAll(comeBack);
        if (!wanted.isEmpty()) {
            live.forEach(new KeyFilter(List.of(ObjectPath.REGISTRY), List.of()), this::isThere);
        }
        List<String> warnings = new ArrayList<>();
        if (!wanted.isEmpty()) {
            warnings.add(Words.count(wanted.size(), "owner")
                    + " of these objects won't be there, so that the garbage collector may delete them again: "
                    + String.join(
                            ", ", wanted.values().stream().sorted().limit(NAMED).toList())
                    + (wanted.size() > NAMED ? ", …" : ""));
        }
        warnings.add("controllers act on what comes back as on anything new");
        return warnings;
    }

    private void isThere(KeyEntry entry) {
        KubernetesObject.of(entry.key(), entry.value())
                .flatMap(KubernetesObject::uid)
                .filter(uid -> !gone.contains(uid))
                .ifPresent(wanted::remove);
    }
}
