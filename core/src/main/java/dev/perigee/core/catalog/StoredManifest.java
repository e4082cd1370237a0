package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import java.util.Set;

/**
 * A manifest as it lies in a sink.
 *
 * @param manifest what it says; it agrees with itself and with its place
 * @param digest of what it says of the backup, as {@link #digest(Manifest, byte[])} has it
 * @param asStored of its bytes
 */
public record StoredManifest(Manifest manifest, Sha256 digest, Sha256 asStored) {

    static StoredManifest of(Manifest manifest, byte[] bytes) {
        return new StoredManifest(manifest, digest(manifest, bytes), Sha256.digest(bytes));
    }

    /**
     * What is noted of it once it was made or proven here. By its own bytes it needs no signature; by what it says of the backup it
     * is recognised in every sink.
     *
     * @return one, or two where its body is encoded
     */
    public Set<Sha256> digests() {
        return digest.equals(asStored) ? Set.of(digest) : Set.of(digest, asStored);
    }

    /**
     * Tells whether two manifests are of the same backup: the digest of the bytes, and where its body is encoded, of what
     * they would be without that. Each sink has its own encoding, and each encryption other bytes; what is in them is one.
     *
     * @param manifest what it says
     * @param bytes as they are stored
     * @return the digest
     */
    static Sha256 digest(Manifest manifest, byte[] bytes) {
        boolean encoded = manifest.objects().stream()
                .anyMatch(object -> !object.encoding().isEmpty());
        return Sha256.digest(encoded ? ManifestJson.write(manifest.plain()) : bytes);
    }
}
