package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import java.util.Set;

/**
 * What this installation itself knows of a backup.
 *
 * @param origin whether it made or proved it
 * @param manifests the digests of its manifest: one, or one for each release that wrote it
 */
public record Known(Origin origin, Set<Sha256> manifests) {

    /** Nothing. */
    public static final Known NOTHING = new Known(Origin.UNKNOWN, Set.of());

    /** Copies the digests. */
    public Known {
        manifests = Set.copyOf(manifests);
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
