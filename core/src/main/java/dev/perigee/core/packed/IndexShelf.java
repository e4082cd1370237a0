package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The indexes of packs that this machine has made for one cluster in one sink, by the packs' SHA-256. They may be deleted at any time: the next backup is
 * then stored whole.
 *
 * @param directory where they lie; may not exist yet
 */
record IndexShelf(Path directory) {

    private static final String SUFFIX = ".index";

    /** So long an index stays of which no backup tells: its backup may be on its way. */
    private static final Duration UNUSED = Duration.ofDays(7);

    /** Those of the packs of which the rows are known here. */
    List<KnownPack> known(Collection<StoredObject> packs) {
        return packs.stream()
                .map(pack -> new KnownPack(pack, file(pack.sha256())))
                .filter(pack -> RowIndex.isWhole(pack.index()))
                .toList();
    }

    /** Where an index is written before its pack's SHA-256 is known; another place for each name. */
    Path draft(String name) throws IOException {
        DurableFile.createDirectories(directory);
        return DurableFile.part(directory.resolve(name));
    }

    void publish(Path draft, Sha256 pack) throws IOException {
        DurableFile.publish(draft, file(pack));
    }

    Path file(Sha256 pack) {
        return directory.resolve(pack + SUFFIX);
    }

    private static boolean isOurs(Path file) {
        String name = file.toString();
        return name.endsWith(SUFFIX) || name.endsWith(".part");
    }

    /** Removes those that no backup needs any more, and what killed processes left. */
    void sweep(Collection<StoredObject> needed, Instant now) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<Path> stay = needed.stream().map(pack -> file(pack.sha256())).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(one -> isOurs(one) && !stay.contains(one)).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().plus(UNUSED).isBefore(now)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
