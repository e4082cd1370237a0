package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;

/**
 * A manifest as it lies in a sink.
 *
 * @param manifest what it says; it agrees with itself and with its place
 * @param digest of its bytes
 */
public record StoredManifest(Manifest manifest, Sha256 digest) {}
