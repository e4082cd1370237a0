package dev.perigee.core.companions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on their way into a tar, and out of it. */
class CompanionsPlanTest {

    @TempDir
    Path folder;

    private Path pki;

    @BeforeEach
    void fill() throws IOException {
        pki = Files.createDirectories(folder.resolve("kubernetes/pki"));
        Files.createDirectories(pki.resolve("etcd"));
        write(pki.resolve("ca.key"), "secret", "rw-------");
        write(pki.resolve("ca.crt"), "open", "rw-r--r--");
        write(pki.resolve("etcd/server.key"), "secret, too", "rw-r-----");
        Files.createSymbolicLink(pki.resolve("current.pem"), Path.of("ca.crt"));
    }

    private static void write(Path file, String text, String rights) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private Path packed() throws IOException {
        Path tar = folder.resolve("companions.tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            Companions.read(List.of(pki + "/**")).pack(out);
        }
        return tar;
    }

    private static byte[] bytes(Companions companions) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        companions.pack(out);
        return out.toByteArray();
    }

    @Test
    void theSameFilesGiveTheSameTarWheneverTheyWereTouched() throws IOException {
        byte[] before = bytes(Companions.read(List.of(pki + "/**", pki + "/ca.key")));
        Files.setLastModifiedTime(pki.resolve("ca.key"), FileTime.fromMillis(0));

        assertArrayEquals(before, bytes(Companions.read(List.of(pki + "/ca.key", pki + "/**"))));
    }

    @Test
    void everyTarReadsIt() throws IOException {
        String longName = "a-name-of-öüä-and-".repeat(9);
        Files.writeString(pki.resolve(longName), "long");
        Path out = Files.createDirectory(folder.resolve("out"));

        Command.run(Map.of(), List.of("tar", "-x", "-p", "-f", packed().toString(), "-C", out.toString()))
                .orFail();

        Path there = out.resolve(pki.toString().substring(1));
        assertEquals("secret", Files.readString(there.resolve("ca.key")));
        assertEquals("long", Files.readString(there.resolve(longName)));
        assertEquals(
                "rw-r-----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(there.resolve("etcd/server.key"))));
        assertEquals(Path.of("ca.crt"), Files.readSymbolicLink(there.resolve("current.pem")));
    }

    @Test
    void whatIsMissingIsWrittenWithItsRightsAndASecondTimeNothingIs() throws IOException {
        Path out = folder.resolve("out");

        CompanionsPlan first = CompanionsPlan.of(packed(), out);
        first.execute();
        CompanionsPlan second = CompanionsPlan.of(packed(), out);

        Path there = out.resolve(pki.toString().substring(1));
        assertEquals("secret", Files.readString(there.resolve("ca.key")));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(there.resolve("ca.key"))));
        assertTrue(Files.isSymbolicLink(there.resolve("current.pem")));
        assertEquals(4, first.count(CompanionsPlan.Fate.WRITE));
        assertEquals(4, second.count(CompanionsPlan.Fate.SAME));
        assertTrue(second.lines().toString().contains("the same is there: " + there.resolve("ca.key")));
    }

    @Test
    void aFileThatDiffersIsNamedAndNeverTouched() throws IOException {
        Path out = folder.resolve("out");
        Path there = Files.createDirectories(out.resolve(pki.toString().substring(1)));
        Files.writeString(there.resolve("ca.key"), "another");

        CompanionsPlan plan = CompanionsPlan.of(packed(), out);

        assertEquals(List.of(there.resolve("ca.key")), plan.conflicts());
        plan.execute();
        assertEquals("another", Files.readString(there.resolve("ca.key")));
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path first = Path.of("/").relativize(pki).getName(0);
        Files.createSymbolicLink(out.resolve(first), elsewhere);

        CompanionsPlan plan = CompanionsPlan.of(packed(), out);
        plan.execute();

        assertFalse(plan.conflicts().isEmpty());
        assertEquals(0, Files.list(elsewhere).count());
    }

    private Path tar(TarEntry... entries) throws IOException {
        Path tar = folder.resolve("hostile.tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            TarWriter writer = new TarWriter(out);
            for (TarEntry entry : entries) {
                writer.write(entry);
            }
            writer.end();
        }
        return tar;
    }

    private static TarEntry entry(String name, TarEntry.Kind kind, String target) {
        return new TarEntry(name, kind, 0644, 0, 0, new byte[0], target);
    }

    @Test
    void aTarThatLeadsElsewhereIsRefused() throws IOException {
        Path out = folder.resolve("out");
        for (String name : List.of("../x", "a/../../x", "/etc/passwd", "a//b", "./a", "")) {
            Path tar = tar(entry(name, TarEntry.Kind.FILE, ""));
            assertThrows(IOException.class, () -> CompanionsPlan.of(tar, out), name);
        }
        Path behind = tar(entry("link", TarEntry.Kind.LINK, "/etc"), entry("link/passwd", TarEntry.Kind.FILE, ""));
        assertThrows(IOException.class, () -> CompanionsPlan.of(behind, out));
        assertFalse(Files.exists(out, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aTarIsATree() throws IOException {
        Path twice = tar(entry("a", TarEntry.Kind.FILE, ""), entry("a", TarEntry.Kind.FILE, ""));
        assertThrows(IOException.class, () -> CompanionsPlan.of(twice, folder.resolve("out")));
        Path below = tar(entry("a", TarEntry.Kind.FILE, ""), entry("a/b", TarEntry.Kind.FILE, ""));
        assertThrows(IOException.class, () -> CompanionsPlan.of(below, folder.resolve("out")));
    }

    /** {@code -1} is a number in Java, and no size. */
    @Test
    void aNumberWithASignIsNoNumberOfATar() throws IOException {
        for (int at : new int[] {100, 108, 124}) {
            byte[] bytes = Files.readAllBytes(tar(entry("a", TarEntry.Kind.FILE, "")));
            byte[] signed = "-1\0".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(signed, 0, bytes, at, signed.length);
            java.util.Arrays.fill(bytes, 148, 156, (byte) ' ');
            int sum = TarWriter.sum(java.util.Arrays.copyOf(bytes, TarWriter.BLOCK));
            byte[] digits = String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, 148, digits.length);
            Path tar = Files.write(folder.resolve("signed.tar"), bytes);

            assertThrows(IOException.class, () -> CompanionsPlan.of(tar, folder.resolve("out")), "at " + at);
        }
    }

    @Test
    void aFileThatWouldRunAsItsOwnerDoesNot() throws IOException {
        Path out = folder.resolve("out");
        Path tar = tar(new TarEntry("tool", TarEntry.Kind.FILE, 04755, 0, 0, new byte[] {1}, ""));

        CompanionsPlan.of(tar, out).execute();

        assertEquals(0755, (int) Files.getAttribute(out.resolve("tool"), "unix:mode") & 07777);
    }

    @Test
    void aTarThatIsDamagedIsAnErrorWhereverItIs() throws IOException {
        byte[] good = Files.readAllBytes(packed());
        for (int at = 0; at < 512; at++) {
            if (at == 155) {
                continue; // the blank behind the sum's end, which says nothing
            }
            byte[] bad = good.clone();
            bad[at] ^= 0x15;
            Path tar = Files.write(folder.resolve("bad.tar"), bad);
            assertThrows(IOException.class, () -> CompanionsPlan.of(tar, folder.resolve("out")), "byte " + at);
        }
    }

    @Test
    void namesOfKeysAreFoundAndNoKeyIs() {
        String block = """
                # name: commented
                kind: EncryptionConfiguration
                resources:
                  - resources: [secrets]
                    providers:
                      - aescbc:
                          keys:
                            - name: key-2
                              secret: c2VjcmV0
                            - name: "key-1"
                              secret: c2VjcmV0
                      - kms: { apiVersion: v2, name: vault, endpoint: unix:///x.sock }
                      - identity: {}
                """;
        String json = """
                {"kind":"EncryptionConfiguration","resources":[{"providers":[{"secretbox":{"keys":[{"name":"box","secret":"c2VjcmV0"}]}}]}]}
                """;

        assertEquals(Optional.of(List.of("aescbc:key-1", "aescbc:key-2", "kms:vault")), keys(block));
        assertEquals(Optional.of(List.of("secretbox:box")), keys(json));
        assertEquals(Optional.empty(), keys("kind: Pod\nname: x\n"));
    }

    private static Optional<List<String>> keys(String text) {
        return EncryptionConfiguration.keys(text.getBytes(StandardCharsets.UTF_8));
    }
}
