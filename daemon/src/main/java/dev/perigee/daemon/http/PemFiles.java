package dev.perigee.daemon.http;

import dev.perigee.core.config.HttpSettings.HttpTls;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys as the field has them. */
final class PemFiles {

    private static final int LONGEST = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    static SSLContext context(HttpTls files) throws IOException, GeneralSecurityException {
        KeyStore ours = KeyStore.getInstance("PKCS12");
        ours.load(null, NO_PASSWORD);
        ours.setKeyEntry(
                "server",
                key(files.key()),
                NO_PASSWORD,
                certificates(files.certificate()).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(ours, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusting(files.clientAuthorities()), null);
        return context;
    }

    /** Without authorities nobody is trusted; nobody is asked either. */
    private static TrustManager[] trusting(Optional<Path> authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NO_PASSWORD);
        if (authorities.isEmpty()) {
            return new TrustManager[0];
        }
        int number = 0;
        for (Certificate authority : certificates(authorities.get())) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust.getTrustManagers();
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

    static OperationException unusable(HttpTls files, Exception e) {
        return new OperationException(
                Outcome.BAD_CONFIGURATION,
                "the server's certificate can't be used: " + e.getMessage(),
                Optional.of("look at " + files.certificate() + " and " + files.key()),
                Optional.empty());
    }
}
