package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * How a file of keys is brought into a cluster.
 *
 * @param filter which of the file's keys, by the key as it will be
 * @param maps moves keys to other prefixes first
 * @param relativeTo what is put before the keys of a file whose keys are relative
 * @param onConflict what to do with keys that are there with another value
 * @param leases what to do with keys that hung on a lease
 * @param prune whether to delete the cluster's keys that the filter takes and the file lacks
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
     * The entry as it is to stand in the cluster.
     *
     * @param entry as the file has it
     * @param relative whether its key is relative
     * @return the entry under its final key; empty if the filter doesn't take it
     */
    Optional<KeyEntry> target(KeyEntry entry, boolean relative) {
        Bytes absolute = relative ? relativeTo.concat(entry.key()) : entry.key();
        Bytes key = PrefixMap.apply(absolute, maps);
        return filter.takes(key) ? Optional.of(entry.withKey(key)) : Optional.empty();
    }
}
