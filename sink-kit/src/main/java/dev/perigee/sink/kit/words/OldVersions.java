package dev.perigee.sink.kit.words;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says, once in a run for each bucket, that what is deleted there goes on taking space. Safe for many threads. */
public final class OldVersions {

    private static final System.Logger LOG = System.getLogger(OldVersions.class.getName());

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private OldVersions() {}

    /**
     * The store has hidden an object instead of deleting it.
     *
     * @param place the bucket and its server, as messages name them
     */
    public static void stayIn(String place) {
        if (TOLD.add(place)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> place + " keeps versions: what is deleted or replaced there stays as an old version, until a"
                            + " lifecycle rule removes it; delete = all-versions removes what this sink deletes");
        }
    }
}
