package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
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
