package dev.perigee.daemon.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys as the field has them. */
public final class PemFiles {

    private static final int LONGEST = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /**
     * For a server.
     *
     * @param certificate ours, then those of the authorities between
     * @param key its private key, PKCS #8
     * @param clientAuthorities who signs its clients' certificates; empty to trust, and to ask for, none
     * @return a context with all of it
     * @throws IOException if a file can't be read or holds something else; the message names it
     * @throws GeneralSecurityException if the JDK can't use what is in it
     */
    public static SSLContext server(Path certificate, Path key, Optional<Path> clientAuthorities)
            throws IOException, GeneralSecurityException {
        TrustManager[] trusted =
                clientAuthorities.isPresent() ? trusting(clientAuthorities.get()) : new TrustManager[0];
        return context(keys(certificate, key), trusted);
    }

    /**
     * For a client.
     *
     * @param certificate ours; empty to show none
     * @param key its private key, PKCS #8
     * @param authorities who signs the server's certificate; empty for those that Java trusts
     * @return a context with all of it
     * @throws IOException if a file can't be read or holds something else; the message names it
     * @throws GeneralSecurityException if the JDK can't use what is in it
     */
    public static SSLContext client(Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities)
            throws IOException, GeneralSecurityException {
        KeyManager[] keys =
                certificate.isPresent() && key.isPresent() ? keys(certificate.get(), key.get()) : new KeyManager[0];
        return context(keys, authorities.isPresent() ? trusting(authorities.get()) : null);
    }

    private static SSLContext context(KeyManager[] keys, TrustManager @Nullable [] trusted)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted, null);
        return context;
    }

    private static KeyManager[] keys(Path certificate, Path key) throws IOException, GeneralSecurityException {
        KeyStore ours = empty();
        ours.setKeyEntry(
                "ours", key(key), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(ours, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        int number = 0;
        for (Certificate authority : certificates(authorities)) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return all;
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IOException(
                    file + " holds no 'BEGIN PRIVATE KEY'; 'openssl pkcs8 -topk8 -nodes' makes one of another");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                continue; // then it is of another one
            }
        }
        throw new IOException(file + " holds a key that is none of " + String.join(", ", ALGORITHMS));
    }
}
