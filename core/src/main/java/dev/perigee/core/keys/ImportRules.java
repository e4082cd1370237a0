package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a file of keys is brought into a cluster.
 *
 * @param filter which of the file's keys, by the key as it was
 * @param maps moves the keys that are chosen to other prefixes
 * @param relativeTo what is put before the keys of a file whose keys are relative
 * @param onConflict what to do with keys that are there with another value
 * @param leases what to do with keys that hung on a lease
 * @param prune whether to delete the cluster's keys that could have come from the files and aren't in them
 */
public record ImportRules(
        KeyFilter filter,
        List<PrefixMap> maps,
        Bytes relativeTo,
        OnConflict onConflict,
        LeasePolicy leases,
        boolean prune) {

    /** Copies the maps. */
    public ImportRules {
        maps = List.copyOf(maps);
    }

    /**
     * The key of the file's, with nothing left out before it: by this one it is chosen.
     *
     * @param entry as the file has it
     * @param relative whether its key is relative
     * @return the key that it had in the cluster it comes from
     */
    Bytes absolute(KeyEntry entry, boolean relative) {
        return relative ? relativeTo.concat(entry.key()) : entry.key();
    }

    /**
     * The entry as it is to stand in the cluster: chosen first, moved then.
     *
     * @param entry as the file has it
     * @param relative whether its key is relative
     * @return the entry under its final key; empty if the filter doesn't take it
     */
    Optional<KeyEntry> target(KeyEntry entry, boolean relative) {
        Bytes absolute = absolute(entry, relative);
        return filter.takes(absolute) ? Optional.of(entry.withKey(PrefixMap.apply(absolute, maps))) : Optional.empty();
    }

    /**
     * Whether pruning may delete a key of the cluster's that the files lack: whether a key that is chosen could have come
     * to be this one.
     *
     * @param live a key of the cluster's
     * @param relative whether all the files hold relative keys only
     * @return false for a key that no such file could bring
     */
    boolean prunes(Bytes live, boolean relative) {
        return Stream.concat(Stream.of(live), maps.stream().flatMap(map -> map.source(live).stream()))
                .filter(source -> PrefixMap.apply(source, maps).equals(live))
                .filter(source -> !relative || source.startsWith(relativeTo))
                .anyMatch(filter::takes);
    }

    /**
     * Where in the cluster the keys that are chosen come to be.
     *
     * @return prefixes under which pruning looks; the empty one is every key
     */
    public List<Bytes> targets() {
        return filter.ranges().stream().flatMap(this::images).distinct().toList();
    }

    private Stream<Bytes> images(Bytes prefix) {
        List<Bytes> images = new ArrayList<>();
        for (PrefixMap map : maps) {
            if (prefix.startsWith(map.from())) {
                images.add(map.to().concat(prefix.from(map.from().length())));
                return images.stream();
            }
            if (map.from().startsWith(prefix)) {
                images.add(map.to());
            }
        }
        images.add(prefix);
        return images.stream();
    }
}
