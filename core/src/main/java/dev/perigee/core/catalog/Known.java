package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What this installation itself knows of a backup.
 *
 * @param origin whether it made or proved it
 * @param manifests the digests of its manifest: one, or one for each release that wrote it
 * @param refuted copies whose proof has failed: a sink and what its listing showed, with the finding
 * @param readBack copies that were fetched and proven: a sink and what its listing showed, with the time
 */
public record Known(Origin origin, Set<Sha256> manifests, Map<String, String> refuted, Map<String, Instant> readBack) {

    /** Nothing. */
    public static final Known NOTHING = new Known(Origin.UNKNOWN, Set.of(), Map.of(), Map.of());

    /** Copies the collections. */
    public Known {
        manifests = Set.copyOf(manifests);
        refuted = Map.copyOf(refuted);
        readBack = Map.copyOf(readBack);
    }

    /**
     * Whether a manifest can't be that of this backup.
     *
     * @param digest of the manifest's bytes
     * @return true if it is another one than was written or proven here; false where nothing is known
     */
    public boolean contradicts(Sha256 digest) {
        return !manifests.isEmpty() && !manifests.contains(digest);
    }
}
