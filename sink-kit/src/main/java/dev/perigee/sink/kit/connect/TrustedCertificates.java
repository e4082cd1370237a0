package dev.perigee.sink.kit.connect;

import dev.perigee.api.SettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates a server's own must lead back to.
 *
 * @param certificates at least one
 */
public record TrustedCertificates(List<Certificate> certificates) {

    private static final String PEM = "-----BEGIN";

    /** Copies the list. */
    public TrustedCertificates {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads them.
     *
     * @param pemOrFile PEM text, or the path of a file of it
     * @return at least one certificate
     * @throws SettingException if there is none to be had
     */
    public static TrustedCertificates read(String pemOrFile) {
        try {
            String pem = pemOrFile.contains(PEM) ? pemOrFile : Files.readString(Path.of(pemOrFile));
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<Certificate> found = List.copyOf(factory.generateCertificates(new ByteArrayInputStream(bytes)));
            if (!found.isEmpty()) {
                return new TrustedCertificates(found);
            }
            throw new SettingException("ca", "holds no certificate; it takes PEM text or the path of a PEM file");
        } catch (IOException e) {
            throw new SettingException("ca", "names a file that can't be read: " + e);
        } catch (GeneralSecurityException e) {
            throw new SettingException("ca", "is no PEM certificate: " + e.getMessage());
        }
    }

    /**
     * For a TLS context.
     *
     * @return the managers that trust these certificates only
     */
    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime can't hold certificates", e);
        }
    }

    /**
     * For clients that take a store.
     *
     * @return in memory, without a password
     */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime can't hold certificates", e);
        }
    }
}
