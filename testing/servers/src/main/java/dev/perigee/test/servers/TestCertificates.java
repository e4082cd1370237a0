package dev.perigee.test.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate authority of its own, and the certificates it signs; made by the JDK's {@code keytool}, good for a day.
 * The files are PEM. Used by one thread.
 */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";
    private static final List<String> QUICK_START = List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;
    private final Path store;
    private final Path ca;
    private int issued;

    private TestCertificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
        String name = "CN=Test CA " + directory.getFileName();
        keytool(List.of("-genkeypair", "-alias", "ca", "-dname", name, "-keyalg", "EC", "-ext", "bc:c"));
        this.ca = write("ca.crt", certificates("ca").getLast());
    }

    /**
     * Makes a new authority, unrelated to any other.
     *
     * @param directory where its files go; created
     * @return the authority
     */
    public static TestCertificates in(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestCertificates(directory.toAbsolutePath());
    }

    /**
     * The authority's own certificate.
     *
     * @return a PEM file
     */
    public Path ca() {
        return ca;
    }

    /**
     * Signs a server's certificate for the loopback address.
     *
     * @return certificate and key, for {@code 127.0.0.1} and {@code localhost}
     */
    public CertifiedKey server() {
        return issue("server", "EC", "ip:127.0.0.1,dns:localhost");
    }

    /**
     * Signs a server's certificate for the loopback address and all names of a domain.
     *
     * @param domain {@code s3.test}, say: good for {@code bucket.s3.test}
     * @return certificate and key
     */
    public CertifiedKey serverWithNamesIn(String domain) {
        return issue("server", "EC", "ip:127.0.0.1,dns:localhost,dns:" + domain + ",dns:*." + domain);
    }

    /**
     * Signs a server's certificate for another name than the loopback address.
     *
     * @param dnsName the only name it is good for
     * @return certificate and key
     */
    public CertifiedKey serverNamed(String dnsName) {
        return issue(dnsName, "EC", "dns:" + dnsName);
    }

    /**
     * Signs a server's certificate for the loopback address that is no longer good.
     *
     * @return certificate and key
     */
    public CertifiedKey expiredServer() {
        return issue("expired", "EC", "ip:127.0.0.1,dns:localhost", "-startdate", "-3d");
    }

    /**
     * Signs a client's certificate.
     *
     * @param commonName the name etcd's auth takes as the user
     * @param keyAlgorithm {@code RSA} or {@code EC}
     * @return certificate and key
     */
    public CertifiedKey client(String commonName, String keyAlgorithm) {
        String size = keyAlgorithm.equals("RSA") ? "2048" : "256";
        return issue(commonName, keyAlgorithm, "dns:" + commonName, "-keysize", size);
    }

    private CertifiedKey issue(String commonName, String keyAlgorithm, String alternativeNames, String... more) {
        issued++;
        String name = commonName + "-" + issued;
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + commonName));
        arguments.addAll(List.of("-keyalg", keyAlgorithm, "-signer", "ca", "-ext", "san=" + alternativeNames));
        arguments.addAll(List.of("-ext", "ku=digitalSignature,keyEncipherment", "-ext", "eku=serverAuth,clientAuth"));
        arguments.addAll(List.of(more));
        keytool(arguments);
        return new CertifiedKey(
                write(name + ".crt", certificates(name).getFirst()),
                forOwnerOnly(write(name + ".key", pem("PRIVATE KEY", privateKey(name)))));
    }

    private static Path forOwnerOnly(Path file) {
        try {
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keytool(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(QUICK_START);
        command.addAll(arguments);
        command.addAll(List.of("-validity", "1", "-keystore", store.toString(), "-storepass", PASSWORD));
        Command.run(Map.of(), command).orFail();
    }

    private List<String> certificates(String alias) {
        try {
            List<String> chain = new ArrayList<>();
            for (var certificate : open().getCertificateChain(alias)) {
                chain.add(pem("CERTIFICATE", certificate.getEncoded()));
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no certificate of " + alias, e);
        }
    }

    private byte[] privateKey(String alias) {
        try {
            return open().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no key of " + alias, e);
        }
    }

    private KeyStore open() throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String base64 = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
