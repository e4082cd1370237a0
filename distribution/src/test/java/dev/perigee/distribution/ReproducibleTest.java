package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever distrusts what was built builds it again, and compares. And what is written of it is true. */
class ReproducibleTest {

    private static final Path TARGET = Product.repository().resolve("distribution/target");
    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");
    private static final String TIMESTAMP = System.getProperty("perigee.timestamp", "2026-11-23T00:00:00Z");

    @TempDir
    Path again;

    /** Of the same jars and the same runtime, an hour or a year later, in another folder. */
    @Test
    void packedTwiceItIsTheSameBytes() throws IOException {
        Path stage = again.resolve("perigee-" + VERSION);
        Product.command("mkdir", stage.toString()).orFail();
        for (String made : List.of("runtime", "runtime.made-of", "sdk", "sdk-libraries", "site-libraries")) {
            copy(TARGET.resolve(made), again);
        }
        copy(TARGET.resolve("perigee-" + VERSION + "/lib"), stage);
        copy(TARGET.resolve("perigee-" + VERSION + "/plugins"), stage);

        build(
                "assemble",
                System.getProperty("java.home"),
                stage.toString(),
                TIMESTAMP,
                System.getProperty("maven.repo.local"));
        build("packages", stage.toString(), TIMESTAMP);
        build("sums", stage.toString());

        assertEquals(sums(TARGET), sums(again));
        assertTrue(sums(again).contains(".deb"), sums(again));
    }

    @Test
    void theBillOfMaterialsNamesEveryJarWithItsDigest() throws IOException {
        Path stage = TARGET.resolve("perigee-" + VERSION);
        String bill = Files.readString(stage.resolve("perigee.cdx.json"));

        for (String folder : List.of("lib", "plugins")) {
            try (Stream<Path> files = Files.walk(stage.resolve(folder))) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    assertTrue(bill.contains("\"" + stage.relativize(jar) + "\""), jar.toString());
                }
            }
        }
        String digest = Product.command(
                        "sh",
                        "-c",
                        "sha256sum <\"$1\" | cut -d' ' -f1",
                        "sh",
                        anyJar(stage).toString())
                .stdout()
                .strip();
        assertTrue(bill.contains(digest), digest);
        assertTrue(bill.contains("\"cpe:2.3:a:oracle:openjdk:"), "the runtime");
    }

    private static Path anyJar(Path stage) throws IOException {
        try (Stream<Path> files = Files.list(stage.resolve("lib"))) {
            return files.filter(file -> file.toString().contains("guava"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path what, Path into) {
        Product.command("cp", "-a", what.toString(), into.toString()).orFail();
    }

    private static void build(String script, String... arguments) {
        String[] command = Stream.concat(
                        Stream.of(Product.repository()
                                .resolve("distribution/src/main/build/" + script)
                                .toString()),
                        Stream.of(arguments))
                .toArray(String[]::new);
        Product.command(command).orFail();
    }

    /**
     * The image is left out: the class cache in it tells what a JVM did, which is never twice the same. So is what is for another
     * machine, which the same scripts make.
     */
    private static String sums(Path folder) throws IOException {
        return Files.readString(folder.resolve("SHA256SUMS")).replaceAll(".*(-image-|arm64|aarch64).*\\n", "");
    }
}
