package dev.perigee.core.history.recording;

import dev.perigee.etcd.client.Bytes;
import java.util.HashSet;
import java.util.Set;

/** The keys that one revision has written: etcd takes none twice in one write. Bounded, so it looks at the first ones. Used by one thread. */
final class RevisionKeys {

    private static final int MOST = 1_000;

    private final Set<Bytes> keys = new HashSet<>();

    /** False if the revision has written it before. */
    boolean add(Bytes key) {
        return keys.size() >= MOST ? !keys.contains(key) : keys.add(key);
    }

    void clear() {
        keys.clear();
    }
}
