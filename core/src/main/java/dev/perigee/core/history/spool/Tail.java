package dev.perigee.core.history.spool;

import dev.perigee.etcd.format.json.JsonException;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Digests of the last revisions that were recorded. etcd tells them again after each new start: if one of them is another now, an
 * older state was put back and written on, though the cluster's id is the same and its revision is higher.
 *
 * @param digests the SHA-256 of all rows of a revision, in hex, by revision
 */
public record Tail(NavigableMap<Long, String> digests) {

    /** Of a timeline of which nothing was recorded yet. */
    public static final Tail NONE = new Tail(new TreeMap<>());

    private static final int REVISIONS = 32;

    public Tail {
        digests = Collections.unmodifiableNavigableMap(new TreeMap<>(digests));
    }

    public boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Goes on with later revisions, as far as a tail does. */
    public Tail followedBy(Tail later) {
        TreeMap<Long, String> all = new TreeMap<>(digests);
        all.putAll(later.digests);
        while (all.size() > REVISIONS) {
            all.pollFirstEntry();
        }
        return new Tail(all);
    }

    /** Without what etcd can't tell any more. */
    public Tail from(long revision) {
        return new Tail(digests.tailMap(revision, true));
    }

    List<String> words() {
        return digests.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .toList();
    }

    static Tail ofWords(List<String> words) throws JsonException {
        TreeMap<Long, String> digests = new TreeMap<>();
        for (String word : words) {
            if (!word.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
                throw new JsonException("'tail' holds what is no revision with its digest");
            }
            int colon = word.indexOf(':');
            digests.put(Long.parseLong(word.substring(0, colon)), word.substring(colon + 1));
        }
        return new Tail(digests);
    }
}
