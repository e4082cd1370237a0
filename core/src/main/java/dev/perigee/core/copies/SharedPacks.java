package dev.perigee.core.copies;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The packs that a backup is made of in one sink.
 *
 * @param count how many, its own body included
 * @param ownBytes its own body, as stored
 * @param othersBytes bodies of earlier backups that it needs, as stored
 * @param backups those beside it that need one of them, too, the newest first
 */
public record SharedPacks(int count, long ownBytes, long othersBytes, List<BackupId> backups) {

    /** Copies the list. */
    public SharedPacks {
        backups = List.copyOf(backups);
    }

    static SharedPacks of(Manifest manifest, List<StoredCopy> copies) {
        List<StoredObject> packs = manifest.packs();
        long all = packs.stream().mapToLong(StoredObject::length).sum();
        Set<ObjectKey> keys = packs.stream().map(StoredObject::key).collect(Collectors.toSet());
        List<BackupId> backups = copies.stream()
                .filter(copy -> !copy.id().equals(manifest.id()) && needs(copy, keys))
                .map(StoredCopy::id)
                .toList();
        return new SharedPacks(
                packs.size(), manifest.body().length(), all - manifest.body().length(), backups);
    }

    /** A pack is the body of the first backup that names it: what is older needs none of these. */
    static BackupId firstThatMayShare(Manifest manifest) {
        return manifest.packs().stream()
                .flatMap(pack -> Layout.STANDARD.ofRows(manifest.cluster().name(), pack.key()).stream())
                .min(Comparator.naturalOrder())
                .orElse(manifest.id());
    }

    private static boolean needs(StoredCopy copy, Set<ObjectKey> keys) {
        return copy.manifest().stream()
                .flatMap(manifest -> manifest.packs().stream())
                .anyMatch(pack -> keys.contains(pack.key()));
    }
}
