package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is made here for arm64: the same program with another runtime. It isn't run here. */
class Arm64Test {

    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");
    private static final Path TARGET = Product.repository().resolve("distribution/target");
    private static final Path HOME = TARGET.resolve("arm64/perigee-" + VERSION);
    private static final int AARCH64 = 183;

    @BeforeAll
    static void isForAnotherMachine() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        assertTrue(
                Files.isDirectory(InstalledServer.directory("base-arm64").resolve("jmods")),
                "tools/install-servers base-arm64");
    }

    @Test
    void itsRuntimeIsForArm64() throws IOException {
        assertEquals(AARCH64, machine(HOME.resolve("runtime/bin/java")));
        assertEquals(AARCH64, machine(HOME.resolve("runtime/lib/server/libjvm.so")));
    }

    @Test
    void itHasTheSameModulesAndTheSameJars() throws IOException {
        Path here = TARGET.resolve("perigee-" + VERSION);

        assertEquals(modules(here), modules(HOME));
        assertEquals(sums(here), sums(HOME));
    }

    @Test
    void tarballPackagesAndImageAreThereAndAmongTheSums() throws IOException {
        String sums = Files.readString(TARGET.resolve("SHA256SUMS"));

        for (String file : new String[] {
            "perigee-" + VERSION + "-linux-aarch64.tar.gz",
            "perigee_" + VERSION + "-1_arm64.deb",
            "perigee-" + VERSION + "-1.aarch64.rpm",
            "perigee-" + VERSION + "-image-arm64.tar",
            "perigee-" + VERSION + "-arm64.cdx.json"
        }) {
            assertTrue(sums.contains("  " + file + "\n"), file + " in " + sums);
        }
    }

    @Test
    void itsPackageAsksForTheLibrariesThatItsRuntimeNeeds() {
        assumeTrue(Product.command("sh", "-c", "command -v dpkg-deb").exitCode() == 0);

        String asked = Product.command(
                        "dpkg-deb",
                        "--field",
                        TARGET.resolve("perigee_" + VERSION + "-1_arm64.deb").toString(),
                        "Architecture",
                        "Depends")
                .orFail()
                .stdout();

        assertTrue(asked.contains("Architecture: arm64\n"), asked);
        assertTrue(asked.matches("(?s).*Depends: libc6 \\(>= 2\\.\\d+\\), passwd.*"), asked);
    }

    /** What an ELF file says in its head. */
    private static int machine(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(20);
            return Byte.toUnsignedInt(head[18]) | (Byte.toUnsignedInt(head[19]) << 8);
        }
    }

    private static String modules(Path home) throws IOException {
        return Files.readString(home.resolve("runtime/release")).replaceAll("(?s).*(MODULES=\"[^\"]*\").*", "$1");
    }

    private static String sums(Path home) {
        return Product.command(
                        "sh",
                        "-c",
                        "cd \"$1\" && find lib plugins -name '*.jar' -exec sha256sum {} + | sort",
                        "sh",
                        home.toString())
                .orFail()
                .stdout();
    }
}
