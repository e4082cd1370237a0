package dev.perigee.etcd.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS towards etcd, beyond the system's defaults. PEM files, read at each connection.
 *
 * @param ca certificates to trust instead of the system's
 * @param certificate our own certificate chain, for mTLS; together with {@code key}
 * @param key its private key, PKCS#8
 * @param serverName the name the member's certificate must have, where it isn't the endpoint's host
 * @param insecureSkipVerify accept any certificate; for a broken CA at three in the morning, never for a schedule
 */
public record TlsSettings(
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> serverName,
        boolean insecureSkipVerify) {

    /** Refuses a certificate without its key, or the other way round. */
    public TlsSettings {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("cert and key go together: one of them is missing");
        }
    }

    /**
     * What a connection would say of the certificates to trust.
     *
     * @return a sentence that names the file; empty if they can be used, or there are none
     */
    public Optional<String> authoritiesFault() {
        try {
            if (ca.isPresent()) {
                PemFile.certificates(ca.get());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a connection would say of our own certificate and its key.
     *
     * @return a sentence that names the file; empty if they can be used, or there are none
     */
    public Optional<String> ownFault() {
        try {
            if (certificate.isPresent() && key.isPresent()) {
                KeyPairing.chain(
                        PemFile.privateKey(key.get()),
                        key.get(),
                        PemFile.certificates(certificate.get()),
                        certificate.get());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
