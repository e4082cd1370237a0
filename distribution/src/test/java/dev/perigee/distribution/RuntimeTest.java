package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose modules the runtime is linked of is said from outside; wrong ones end the build. */
class RuntimeTest {

    private static final Path BUILD = Product.repository().resolve("distribution/src/main/build");

    @TempDir
    Path folder;

    private CommandResult linked(Path jmods, String machine) {
        return Product.command(
                BUILD.resolve("runtime").toString(),
                System.getProperty("java.home"),
                folder.resolve("runtime").toString(),
                jmods.toString(),
                machine);
    }

    @Test
    void aFolderWithoutModulesIsRefusedWithTheSettingsThatNameOne() {
        CommandResult run = linked(folder, "x86_64");

        assertEquals(1, run.exitCode());
        assertEquals(
                "runtime: there is no java.base.jmod in '" + folder + "'; PERIGEE_JMODS and PERIGEE_JMODS_ARM64 name"
                        + " folders of modules (*.jmod) of an OpenJDK\n",
                run.stderr());
    }

    @Test
    void whatIsNoModuleIsRefusedInTheLinkersWords() throws Exception {
        Files.writeString(folder.resolve("java.base.jmod"), "no module");

        CommandResult run = linked(folder, "x86_64");

        assertEquals(1, run.exitCode());
        assertTrue(run.stderr().startsWith("runtime: jlink can't link " + folder + ": Error: "), run.stderr());
    }

    /** Whether it runs is for the build to see: Debian's wants newer C libraries than some machines have. */
    @Test
    void otherModulesThanTheJdksOwnAreLinkedAndKept() throws Exception {
        Path jmods = InstalledServer.directory("base-arm64").resolve("jmods");

        linked(jmods, "aarch64").orFail();
        Path release = folder.resolve("runtime/release");
        String first = Files.readString(release);
        FileTime made = Files.getLastModifiedTime(release);
        linked(jmods, "aarch64").orFail();

        assertTrue(first.contains("jdk.crypto.cryptoki") && first.contains("java.se"), first);
        assertFalse(first.contains(System.getProperty("java.vendor.version", "no vendor")), first);
        assertEquals(made, Files.getLastModifiedTime(release), "linked once only");
    }

    @Test
    void modulesForAnotherMachineAreRefusedAndNothingOfThemIsLeft() {
        Path jmods = InstalledServer.directory("base-arm64").resolve("jmods");

        CommandResult run = linked(jmods, "x86_64");

        assertEquals("runtime: the modules in " + jmods + " aren't for x86_64\n", run.stderr());
        assertFalse(Files.exists(folder.resolve("runtime")));
    }

    @Test
    void theFolderForArm64IsRefusedWhereItIsNamedAndNotThere() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        Path stage = Files.createDirectory(folder.resolve("perigee-1"));
        Files.createFile(folder.resolve("perigee-1-linux-x86_64.tar.gz"));

        CommandResult run = Command.run(
                Map.of("PERIGEE_JMODS_ARM64", "/no/such/folder"),
                List.of(
                        BUILD.resolve("arm64").toString(),
                        System.getProperty("java.home"),
                        stage.toString(),
                        "2026-11-23T00:00:00Z",
                        folder.toString()));

        assertEquals(1, run.exitCode());
        assertTrue(run.stderr().startsWith("runtime: there is no java.base.jmod in '/no/such/folder'"), run.stderr());
    }
}
