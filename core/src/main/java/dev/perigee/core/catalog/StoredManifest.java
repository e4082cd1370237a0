package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;

/**
 * A manifest as it lies in a sink.
 *
 * @param manifest what it says; it agrees with itself and with its place
 * @param digest of what it says of the backup, as {@link #digest(Manifest, byte[])} has it
 */
public record StoredManifest(Manifest manifest, Sha256 digest) {

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
