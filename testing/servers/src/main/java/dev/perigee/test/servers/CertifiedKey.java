package dev.perigee.test.servers;

import java.nio.file.Path;

/**
 * A certificate with its private key, in PEM files.
 *
 * @param certificate X.509
 * @param key unencrypted PKCS#8
 */
public record CertifiedKey(Path certificate, Path key) {}
