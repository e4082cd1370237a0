package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release is checked by: its sums, and OpenSSH's signature of them, with a key that lives as long as the test. */
class SumsTest {

    private static final Path SUMS = Product.repository().resolve("distribution/src/main/build/sums");
    private static final Path SSH_KEYGEN = InstalledServer.binary("openssh", "ssh-keygen");

    @TempDir
    Path folder;

    private String path;

    @BeforeEach
    void make() throws IOException {
        path = SSH_KEYGEN.getParent() + ":" + System.getenv("PATH");
        Files.createDirectory(folder.resolve("perigee-1.2.3"));
        for (String file : List.of(
                "perigee-1.2.3-linux-x86_64.tar.gz",
                "perigee_1.2.3-1_arm64.deb",
                "perigee-1.2.3-image-amd64.tar",
                "perigee-1.2.3.cdx.json",
                "perigee-1.2.4.cdx.json")) {
            Files.writeString(folder.resolve(file), file);
        }
    }

    @Test
    void withAKeyTheyAreSignedAndTheDocumentedCommandsSaySo() throws IOException {
        keygen("-t", "ed25519", "-N", "", "-C", "release", "-f", "key").orFail();
        Files.writeString(folder.resolve("allowed_signers"), "release " + Files.readString(folder.resolve("key.pub")));

        sums(folder.resolve("key").toString());

        CommandResult checked = inside("sha256sum --check --ignore-missing SHA256SUMS");
        assertEquals(
                4,
                checked.orFail()
                        .stdout()
                        .lines()
                        .filter(line -> line.endsWith(": OK"))
                        .count());
        CommandResult verified = inside(verification());
        assertEquals(0, verified.exitCode(), verified.stderr());
        assertTrue(verified.stdout().startsWith("Good \"perigee-release\" signature for release"), verified.stdout());

        Files.writeString(folder.resolve("SHA256SUMS"), "0".repeat(64) + "  perigee-1.2.3-linux-x86_64.tar.gz\n");
        assertNotEquals(0, inside(verification()).exitCode());
    }

    @Test
    void withoutOneThereIsNoSignatureNorAnOldOne() throws IOException {
        Files.writeString(folder.resolve("SHA256SUMS.sig"), "of another release");

        sums("");

        assertTrue(Files.readString(folder.resolve("SHA256SUMS")).contains("  perigee_1.2.3-1_arm64.deb\n"));
        assertFalse(Files.exists(folder.resolve("SHA256SUMS.sig")));
    }

    @Test
    void aKeyThatIsNotThereEndsTheBuild() {
        CommandResult result = Command.run(
                Map.of("PERIGEE_SIGNING_KEY", folder.resolve("none").toString(), "PATH", path),
                List.of(SUMS.toString(), folder.resolve("perigee-1.2.3").toString()));

        assertNotEquals(0, result.exitCode());
        assertFalse(Files.exists(folder.resolve("SHA256SUMS.sig")));
    }

    /** As docs/supply-chain.md has it. */
    private static String verification() throws IOException {
        return Files.readString(Product.repository().resolve("docs/supply-chain.md"))
                .lines()
                .filter(line -> line.startsWith("    ssh-keygen -Y verify"))
                .findFirst()
                .orElseThrow();
    }

    private void sums(String key) {
        Command.run(
                        Map.of("PERIGEE_SIGNING_KEY", key, "PATH", path),
                        List.of(SUMS.toString(), folder.resolve("perigee-1.2.3").toString()))
                .orFail();
    }

    private CommandResult inside(String command) {
        return Command.run(
                Map.of("PATH", path),
                List.of("sh", "-c", "cd \"$0\" && LC_ALL=C " + command.strip(), folder.toString()));
    }

    private CommandResult keygen(String... arguments) {
        return inside(SSH_KEYGEN + " -q " + String.join(" ", List.of(arguments)).replace(" -N  ", " -N '' "));
    }
}
