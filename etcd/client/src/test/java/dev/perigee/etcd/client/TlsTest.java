package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    @TempDir
    static Path dir;

    private static TestCertificates authority;
    private static RealEtcd mutual;
    private static RealEtcd misnamed;

    @BeforeAll
    static void start() {
        authority = TestCertificates.in(dir.resolve("ours"));
        mutual = EtcdRecipe.of("3.6")
                .withMutualTls(authority.ca(), authority.server(), authority.client("etcdctl", "EC"))
                .start();
        misnamed = EtcdRecipe.of("3.6")
                .withTls(authority.ca(), authority.serverNamed("etcd.example.org"))
                .start();
    }

    @AfterAll
    static void stop() {
        List.of(mutual, misnamed).forEach(RealEtcd::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aClientCertificateOpensTheDoorAndTheSnapshot(String algorithm) throws EtcdException {
        CertifiedKey own = authority.client("perigee-" + algorithm, algorithm);

        try (EtcdConnection connection = EtcdConnection.open(settings(own), mutual.endpoint())) {
            assertTrue(connection.status().version().startsWith("3.6."));
            assertTrue(ReceivedSnapshot.from(connection.snapshot()).digestFits());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aKeyInTheOlderFormatOfItsAlgorithmWillDo(String algorithm) throws IOException {
        CertifiedKey own = authority.client("older-" + algorithm, algorithm);
        Path older = Files.writeString(dir.resolve("older-" + algorithm + ".key"), OlderKeys.of(own.key(), algorithm));

        try (EtcdConnection connection =
                EtcdConnection.open(settings(new CertifiedKey(own.certificate(), older)), mutual.endpoint())) {
            assertTrue(connection.status().version().startsWith("3.6."));
        }
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt() throws IOException {
        CertifiedKey own = authority.client("encrypted", "EC");
        String body = Base64.getMimeEncoder().encodeToString(new byte[100]);
        for (String pem : List.of(
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + body + "\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n" + body
                        + "\n-----END RSA PRIVATE KEY-----\n")) {
            Path key = Files.writeString(dir.resolve("encrypted.key"), pem);

            EtcdException failure = assertThrows(
                    EtcdException.class,
                    () -> EtcdConnection.open(settings(new CertifiedKey(own.certificate(), key)), mutual.endpoint()));

            assertEquals(EtcdException.Kind.SETTINGS, failure.kind());
            assertTrue(failure.getMessage().contains("openssl pkey -in " + key), failure.getMessage());
        }
    }

    /** As openssl, Windows editors and people leave them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"key first", "certificate first", "CRLF", "BOM", "UTF-16", "Latin-1 comment", "authority first"})
    void aCertificateAndItsKeyMayStandInOneFileHoweverItIsWritten(String how) throws IOException {
        CertifiedKey own = authority.client("one-file", "EC");
        String certificate = Files.readString(own.certificate());
        String key = Files.readString(own.key());
        String authorities = Files.readString(authority.ca());
        Path file = dir.resolve(how.replace(' ', '-') + ".pem");
        Files.write(
                file,
                switch (how) {
                    case "key first" -> (key + certificate).getBytes(StandardCharsets.US_ASCII);
                    case "CRLF" -> (certificate + key).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
                    case "BOM" -> ("\ufeff" + certificate + key).getBytes(StandardCharsets.UTF_8);
                    case "UTF-16" -> (certificate + key).getBytes(StandardCharsets.UTF_16);
                    case "Latin-1 comment" ->
                        ("Schl\u00fcssel f\u00fcr etcd\n" + key + "gr\u00f6\u00dfe\n" + certificate)
                                .getBytes(StandardCharsets.ISO_8859_1);
                    case "authority first" -> (authorities + key + certificate).getBytes(StandardCharsets.US_ASCII);
                    default -> (certificate + key).getBytes(StandardCharsets.US_ASCII);
                });

        try (EtcdConnection connection =
                EtcdConnection.open(settings(new CertifiedKey(file, file)), mutual.endpoint())) {
            assertTrue(connection.status().version().startsWith("3.6."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aCertificateWithTheKeyOfAnotherIsSaidSo(String algorithm) {
        CertifiedKey own = authority.client("mine", "EC");
        CertifiedKey other = authority.client("not-mine-" + algorithm, algorithm);

        assertRefused(new CertifiedKey(own.certificate(), other.key()), "don't belong together");
    }

    @Test
    void aFileThatIsCutOrInDerSaysSo() throws IOException {
        CertifiedKey own = authority.client("cut", "EC");
        String certificate = Files.readString(own.certificate());
        Path cut = Files.writeString(dir.resolve("cut.pem"), certificate.substring(0, certificate.length() / 2));
        Path der = Files.write(dir.resolve("cert.der"), new byte[] {0x30, (byte) 0x82, 1, 0});

        assertRefused(new CertifiedKey(cut, own.key()), "holds no certificate in PEM; was it cut");
        assertRefused(new CertifiedKey(der, own.key()), "openssl x509 -inform der");
    }

    /** What stands behind the first mebibyte would be missing, and nobody would know. */
    @Test
    void aFileOfMoreThanAMebibyteIsRefusedAndNotReadInPart() throws IOException {
        CertifiedKey own = authority.client("long", "EC");
        String certificate = Files.readString(own.certificate());
        Path file = Files.writeString(dir.resolve("long.pem"), certificate + "#".repeat(1 << 20) + certificate);

        assertRefused(new CertifiedKey(file, own.key()), "cannot read " + file + ": it has more than 1048576 bytes");
    }

    @Test
    void aFileWithAKeyThatNamesNoCurveIsNamed() throws IOException {
        CertifiedKey own = authority.client("curve", "EC");
        Path key = Files.writeString(
                dir.resolve("curve.key"), "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n");

        assertRefused(new CertifiedKey(own.certificate(), key), key + ": the EC private key doesn't name its curve");
    }

    private static void assertRefused(CertifiedKey own, String sentence) {
        EtcdException failure =
                assertThrows(EtcdException.class, () -> EtcdConnection.open(settings(own), mutual.endpoint()));
        assertEquals(EtcdException.Kind.SETTINGS, failure.kind());
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
    }

    @Test
    void theServerNameStandsInForTheHost() throws EtcdException {
        TlsSettings named = new TlsSettings(
                Optional.of(authority.ca()),
                Optional.empty(),
                Optional.empty(),
                Optional.of("etcd.example.org"),
                false);

        try (EtcdConnection connection = EtcdConnection.open(TestSettings.with(named), misnamed.endpoint())) {
            assertTrue(connection.status().version().startsWith("3.6."));
        }
    }

    /** Java compares no name with an underscore; etcdctl does. */
    @Test
    void aNameWithAnUnderscoreIsComparedAsAnyOther() throws IOException {
        try (RealEtcd etcd = EtcdRecipe.of("3.6")
                .withTls(authority.ca(), authority.serverNamed("*.example.org"))
                .start()) {
            for (String name : List.of("etcd_1.example.org", "ETCD_1.EXAMPLE.org", "etcd_1.example.com", "etcd_1")) {
                TlsSettings named = new TlsSettings(
                        Optional.of(authority.ca()), Optional.empty(), Optional.empty(), Optional.of(name), false);
                try (EtcdConnection connection = EtcdConnection.open(TestSettings.with(named), etcd.endpoint())) {
                    if (name.endsWith(".org")) {
                        assertTrue(connection.status().version().startsWith("3.6."));
                    } else {
                        EtcdException refused = assertThrows(EtcdException.class, connection::status);
                        assertTrue(refused.getMessage().contains("made out to another name"), refused.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void withoutVerificationNeitherTheNameNorTheAuthorityMatters() throws EtcdException {
        TlsSettings careless =
                new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);

        try (EtcdConnection connection = EtcdConnection.open(TestSettings.with(careless), misnamed.endpoint())) {
            assertTrue(connection.status().version().startsWith("3.6."));
        }
    }

    private static EtcdSettings settings(CertifiedKey own) {
        return TestSettings.with(new TlsSettings(
                Optional.of(authority.ca()),
                Optional.of(own.certificate()),
                Optional.of(own.key()),
                Optional.empty(),
                false));
    }
}
