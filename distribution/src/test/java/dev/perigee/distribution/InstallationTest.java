package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InstallationTest {

    private static final Map<String, String> NO_CACHE = Map.of("PERIGEE_CLASS_CACHE", "off");

    private static Product product;

    @BeforeAll
    static void unpack() {
        product = Product.unpack();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    @Test
    void itRunsFromAFolderWithASpaceInItsName() {
        CommandResult result = product.run(NO_CACHE, "--version");

        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals("", result.stderr());
        assertTrue(result.stdout().startsWith("perigee "), result.stdout());
    }

    /** It is answered before anything else is, and still as any other command. */
    @Test
    void aVersionThatCantBeWrittenIsAnError() {
        String toAFullDisk = "'" + product.launcher() + "' --version >/dev/full";

        CommandResult result = Command.run(Product.clean(NO_CACHE), List.of("sh", "-c", toAFullDisk));

        assertEquals(6, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains("can't write to standard output"), result.stderr());
    }

    @Test
    void itRunsThroughRelativeAndAbsoluteSymbolicLinks() throws IOException {
        Path folder = Files.createDirectory(product.folder().resolve("links"));
        Files.createSymbolicLink(folder.resolve("installation"), product.home());
        Files.createSymbolicLink(folder.resolve("absolute"), folder.resolve("installation/bin/perigee"));
        Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));

        CommandResult result = Command.run(
                Product.clean(NO_CACHE), List.of(folder.resolve("relative").toString(), "--version"));

        assertEquals(0, result.exitCode(), result.stderr());
    }

    @Test
    void onlyCommandsThatReadNoBodyGoWithoutTheFastCompiler() {
        Map<String, String> asked = Map.of("PERIGEE_CLASS_CACHE", "off", "PERIGEE_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        String fast = "(?s).* TieredStopAtLevel += 4 .*";

        assertTrue(product.run(asked, "sink", "check", "local").stderr().matches(fast));
        assertTrue(product.run(asked, "snapshot", "save", "--help").stderr().matches(fast));
        assertTrue(product.run(asked, "keys", "diff", "--help").stderr().matches(fast));
        assertTrue(product.run(asked, "data-dir", "check", "--help").stderr().matches(fast));
        assertFalse(product.run(asked, "config", "check").stderr().matches(fast));
        assertFalse(product.run(asked, "sink", "list").stderr().matches(fast));
    }

    @Test
    void itNeedsNoJavaOnTheMachine() throws IOException {
        Path tools = Files.createDirectory(product.folder().resolve("tools"));
        for (String tool : List.of("sh", "readlink", "cat", "ls", "cksum", "touch", "mkdir", "rm", "mv")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool));
        }

        CommandResult result = product.run(Map.of("PATH", tools.toString(), "JAVA_HOME", ""), "--version");

        assertEquals(0, result.exitCode(), result.stderr());
    }

    @Test
    void itRunsInstalledReadOnlyByAUserWithoutAHome() {
        for (int run = 1; run <= 3; run++) {
            CommandResult result = product.runAsNobody(Map.of("HOME", "/nonexistent"), "--version");

            assertEquals(0, result.exitCode(), result.stderr());
            assertEquals("", result.stderr());
        }
    }

    @Test
    void helpIsWithoutWarnings() {
        for (String command : List.of("", "snapshot", "sink", "config", "snapshot save", "completion")) {
            CommandResult result = product.run(("help " + command).strip().split(" "));

            assertEquals(0, result.exitCode(), command);
            assertEquals("", result.stderr(), command);
        }
    }

    @Test
    void aReaderThatGoesAwayIsNoError() {
        CommandResult result = Command.run(
                Product.clean(NO_CACHE),
                List.of("bash", "-c", "set -o pipefail; '" + product.launcher() + "' help | head -1"));

        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals("", result.stderr());
    }

    @Test
    void manualPagesAndCompletionsComeWithIt() {
        for (String file : List.of(
                "man/man1/perigee.1",
                "man/man1/perigee-snapshot-restore.1",
                "completions/bash/perigee",
                "completions/zsh/_perigee",
                "completions/fish/perigee.fish")) {
            assertTrue(Files.isRegularFile(product.home().resolve("share").resolve(file)), file);
        }
    }

    @Test
    void everyJarOfOthersHasItsLicence() throws IOException {
        String notices = Files.readString(product.home().resolve("THIRD-PARTY.md"));

        for (Path jar : jars(product.home())) {
            assertTrue(notices.contains("| " + jar.getFileName() + " | "), jar.toString());
        }
        for (String licence : List.of("MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause")) {
            assertTrue(notices.contains(" | " + licence + " | "), licence);
            assertTrue(Files.isRegularFile(product.home().resolve("licences/" + licence + ".txt")), licence);
        }
    }

    private static List<Path> jars(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.startsWith(home.resolve("runtime")))
                    .filter(file -> !file.startsWith(home.resolve("sdk")))
                    .toList();
        }
    }
}
