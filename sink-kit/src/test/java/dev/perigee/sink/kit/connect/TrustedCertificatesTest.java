package dev.perigee.sink.kit.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.test.servers.CertifiedKey;
import dev.perigee.test.servers.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {

    @TempDir
    Path folder;

    private String certificate = "";
    private String key = "";

    @BeforeEach
    void make() throws IOException {
        CertifiedKey pair = TestCertificates.in(folder.resolve("authority")).server();
        certificate = Files.readString(pair.certificate());
        key = Files.readString(pair.key());
    }

    @Test
    void aCommentInLatin1IsPassedOver() throws IOException {
        expectOne("# Prüfstelle Köln\n" + certificate);
    }

    @Test
    void aKeyMayStandBeforeOrAfter() throws IOException {
        expectOne(key + certificate);
        expectOne(certificate + key);
    }

    @Test
    void lineEndsAndAMarkDoNotMatter() throws IOException {
        expectOne("\u00ef\u00bb\u00bf" + certificate.replace("\n", "\r\n"));
    }

    @Test
    void allOfABundleAreTrusted() throws IOException {
        assertEquals(2, read(certificate + "\n\n" + certificate).certificates().size());
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        SettingException e = assertThrows(SettingException.class, () -> TrustedCertificates.read(pipe.toString()));

        assertEquals("names " + pipe + ", which can't be read as a file by this user", e.getMessage());
    }

    @Test
    void aKeyAloneIsNoCertificate() {
        SettingException e = assertThrows(SettingException.class, () -> read(key));

        assertEquals("ca", e.key());
        assertTrue(String.valueOf(e.getMessage()).contains("holds no certificate"), e.getMessage());
    }

    @Test
    void aFileThatIsntThereIsNamedInWords() {
        SettingException e = assertThrows(SettingException.class, () -> TrustedCertificates.read("/nope"));

        assertEquals("ca", e.key());
        assertEquals("names /nope, which doesn't exist; it takes PEM text or the path of a PEM file", e.getMessage());
    }

    private void expectOne(String text) throws IOException {
        assertEquals(1, read(text).certificates().size());
    }

    private TrustedCertificates read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), text, StandardCharsets.ISO_8859_1);
        return TrustedCertificates.read(file.toString());
    }
}
