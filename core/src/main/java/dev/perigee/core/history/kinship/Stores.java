package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the stores that histories and backups are of: two clusters may be backed up under one name, and an older state may
 * be put back. What isn't known speaks against nothing. Pure.
 *
 * @param manifests of backups, as far as they were read
 * @param found by history and backup, what turned out besides
 */
public record Stores(Map<BackupId, Manifest> manifests, Map<Pair, Kin> found) {

    /** Nothing is known. */
    public static final Stores UNKNOWN = new Stores(Map.of(), Map.of());

    /**
     * A history and a backup.
     *
     * @param timeline the backup that the history began with
     * @param backup the other
     */
    public record Pair(BackupId timeline, BackupId backup) {}

    /** Copies the maps. */
    public Stores {
        manifests = Map.copyOf(manifests);
        found = Map.copyOf(found);
    }

    /**
     * What copies tell, at no further cost.
     *
     * @param copies those that aren't whole tell nothing
     * @return what is known
     */
    public static Stores of(Collection<StoredCopy> copies) {
        Map<BackupId, Manifest> manifests = new HashMap<>();
        copies.stream()
                .filter(StoredCopy::isWhole)
                .forEach(copy -> copy.manifest().ifPresent(manifest -> manifests.put(copy.id(), manifest)));
        return new Stores(manifests, Map.of());
    }

    public Stores knowing(Pair pair, Kin kin) {
        Map<Pair, Kin> more = new HashMap<>(found);
        more.put(pair, kin);
        return new Stores(manifests, more);
    }

    public Kin kin(BackupId timeline, BackupId backup) {
        Kin known = found.get(new Pair(timeline, backup));
        Manifest began = manifests.get(timeline);
        Manifest manifest = manifests.get(backup);
        if (known != null || began == null || manifest == null) {
            return known == null ? Kin.SAME : known;
        }
        return Kin.of(
                timeline, Optional.of(began), OptionalLong.of(began.cluster().id()), manifest);
    }
}
