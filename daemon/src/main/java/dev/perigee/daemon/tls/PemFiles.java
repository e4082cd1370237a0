package dev.perigee.daemon.tls;

import dev.perigee.core.disk.PrivateFile;
import dev.perigee.etcd.client.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys as the field has them. */
public final class PemFiles {

    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /**
     * For a server.
     *
     * @param certificate ours, then those of the authorities between
     * @param key its private key
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
     * @param key its private key
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
        PrivateFile.warnIfOpen(key, "speak in the name of whom its certificate names");
        KeyStore ours = empty();
        ours.setKeyEntry("ours", PemFile.privateKey(key), NO_PASSWORD, PemFile.certificates(certificate));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(ours, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        int number = 0;
        for (Certificate authority : PemFile.certificates(authorities)) {
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
}
