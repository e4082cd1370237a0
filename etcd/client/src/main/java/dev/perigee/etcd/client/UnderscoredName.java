package dev.perigee.etcd.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts certificates as Java does, but compares their names itself: Java refuses every host name with an underscore before
 * it looks at the certificate. Docker gives such names, and etcdctl takes them.
 */
final class UnderscoredName extends X509ExtendedTrustManager {

    private static final int DNS_NAME = 2;

    private final String name;
    private final X509TrustManager chains;

    private UnderscoredName(String name, X509TrustManager chains) {
        this.name = name.toLowerCase(Locale.ROOT);
        this.chains = chains;
    }

    /** Who is to be trusted under a name; empty for the authorities of the system. */
    static UnderscoredName of(String name, Optional<X509Certificate[]> authorities) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities.isEmpty() ? null : store(authorities.get()));
            return new UnderscoredName(
                    name,
                    Arrays.stream(factory.getTrustManagers())
                            .filter(X509TrustManager.class::isInstance)
                            .map(X509TrustManager.class::cast)
                            .findFirst()
                            .orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IOException("the trusted certificates can't be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore store(X509Certificate[] authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry(Integer.toString(store.size()), authority);
        }
        return store;
    }

    private void check(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkServerTrusted(chain, type);
        for (List<?> entry : Objects.requireNonNullElse(chain[0].getSubjectAlternativeNames(), List.<List<?>>of())) {
            if (entry.get(0).equals(DNS_NAME) && covers(String.valueOf(entry.get(1)))) {
                return;
            }
        }
        throw new CertificateException("No name in it matches " + name);
    }

    /** A star stands for the first label alone. */
    private boolean covers(String certified) {
        String pattern = certified.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return pattern.equals(name)
                || (pattern.startsWith("*.") && dot > 0 && pattern.substring(1).equals(name.substring(dot)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
