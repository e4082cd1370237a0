package dev.perigee.sink.kit.connect;

import dev.perigee.api.SettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificates a server's own must lead back to.
 *
 * @param certificates at least one
 */
public record TrustedCertificates(List<Certificate> certificates) {

    private static final String PEM = "-----BEGIN";

    /** What else stands in such a file is passed over: comments in any encoding, keys, in any order. */
    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----.*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----",
            Pattern.DOTALL);

    /** More than any operating system's own bundle. */
    private static final long LARGEST_FILE = 4L << 20;

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
        String text = pemOrFile.contains(PEM) ? pemOrFile : file(pemOrFile.strip());
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<Certificate> found = new ArrayList<>();
            for (Matcher block = CERTIFICATE.matcher(text); block.find(); ) {
                found.add(factory.generateCertificate(bytes(block.group().replaceAll("(X509|TRUSTED) ", ""))));
            }
            return found.isEmpty() ? binary(text, factory) : new TrustedCertificates(found);
        } catch (GeneralSecurityException e) {
            throw new SettingException("ca", "is no PEM certificate: " + e.getMessage());
        }
    }

    private static TrustedCertificates binary(String text, CertificateFactory factory) throws CertificateException {
        boolean der = text.startsWith("\u0030\u0082"); // a SEQUENCE of more than 255 bytes
        if (!der) {
            throw new SettingException("ca", "holds no certificate; it takes PEM text or the path of a PEM file");
        }
        return new TrustedCertificates(List.of(factory.generateCertificate(bytes(text))));
    }

    private static ByteArrayInputStream bytes(String latin1) {
        return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String file(String path) {
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && !Files.isRegularFile(file)) { // to open a pipe may wait for ever
                throw new IOException("no file");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new SettingException("ca", "names a file of more than 4 MiB, which is no PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new SettingException(
                    "ca", "names " + path + ", which doesn't exist; it takes PEM text or the path of a PEM file");
        } catch (IOException e) {
            throw new SettingException("ca", "names " + path + ", which can't be read as a file by this user");
        } catch (InvalidPathException e) {
            throw new SettingException("ca", "is neither PEM text nor a path: " + e.getReason());
        }
    }

    /**
     * For clients that take a trust manager.
     *
     * @return trusts these certificates and no others
     */
    public X509TrustManager trustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore());
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime can't hold certificates", e);
        }
    }

    /**
     * For clients that take a factory of sockets.
     *
     * @return makes sockets of TLS that trust these certificates and no others
     */
    public SSLSocketFactory socketFactory() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks TLS", e);
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
