package dev.perigee.sink.gcs;

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

/**
 * The certificates a server's own must lead back to.
 *
 * @param certificates at least one
 */
public record Authorities(List<Certificate> certificates) {

    private static final String PEM = "-----BEGIN";

    /** Copies the list. */
    public Authorities {
        certificates = List.copyOf(certificates);
    }

    /** From PEM text, or from the file that the text names. */
    static Authorities read(String pemOrFile) {
        try {
            String pem = pemOrFile.contains(PEM) ? pemOrFile : Files.readString(Path.of(pemOrFile));
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<Certificate> found = List.copyOf(factory.generateCertificates(new ByteArrayInputStream(bytes)));
            if (!found.isEmpty()) {
                return new Authorities(found);
            }
            throw new SettingException("ca", "holds no certificate; it takes PEM text or the path of a PEM file");
        } catch (IOException e) {
            throw new SettingException("ca", "names a file that can't be read: " + e);
        } catch (GeneralSecurityException e) {
            throw new SettingException("ca", "is no PEM certificate: " + e.getMessage());
        }
    }

    KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }
}
