package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which keys are meant. Pure.
 *
 * @param prefixes keys must start with one of these; no prefix at all means every key
 * @param excludes and with none of these
 */
public record KeyFilter(List<Bytes> prefixes, List<Bytes> excludes) {

    /** Every key. */
    public static final KeyFilter ALL = new KeyFilter(List.of(), List.of());

    /** Copies the lists. */
    public KeyFilter {
        prefixes = List.copyOf(prefixes);
        excludes = List.copyOf(excludes);
    }

    /**
     * Whether a key is meant.
     *
     * @param key the key
     * @return whether it starts with a prefix, if there are any, and with no exclude
     */
    public boolean takes(Bytes key) {
        return (prefixes.isEmpty() || prefixes.stream().anyMatch(key::startsWith))
                && excludes.stream().noneMatch(key::startsWith);
    }

    /**
     * A range that whoever may read these keys may read.
     *
     * @return the first of {@link #ranges()}
     */
    public KeyRange first() {
        return KeyRange.prefix(ranges().getFirst());
    }

    /**
     * The ranges to ask etcd for, ascending: the prefixes without those that lie inside others, so that no key comes
     * twice.
     *
     * @return at least one; the empty prefix stands for every key
     */
    public List<Bytes> ranges() {
        if (prefixes.isEmpty()) {
            return List.of(Bytes.EMPTY);
        }
        List<Bytes> ranges = new ArrayList<>();
        for (Bytes prefix : new TreeSet<>(prefixes)) {
            if (ranges.isEmpty() || !prefix.startsWith(ranges.getLast())) {
                ranges.add(prefix);
            }
        }
        return List.copyOf(ranges);
    }
}
