package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What authors of sinks get, as a Maven repository. */
class SdkTest {

    private static final Map<String, String> ALGORITHMS = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

    private static Product product;

    @BeforeAll
    static void unpack() {
        product = Product.unpack();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(product.home().resolve("sdk"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.sha(1|256)"))
                    .toList();
        }
    }

    @Test
    void everyJarHasItsSourcesAndItsJavadoc() throws IOException {
        for (String module : List.of("api", "sink-contract", "sink-kit", "testkit")) {
            String start = "perigee-" + module + "-";
            Path jar = only(start, ".jar", "sources", "javadoc");
            assertTrue(contains(jar, "module-info.class"), jar.toString());
            assertTrue(contains(only(start, "sources.jar"), "module-info.java"), module);
            assertTrue(contains(only(start, "javadoc.jar"), "index.html"), module);
            only(start, ".pom");
        }
    }

    private static Path only(String start, String end, String... without) throws IOException {
        List<Path> found = files().stream()
                .filter(file -> file.getFileName().toString().startsWith(start)
                        && file.getFileName().toString().endsWith(end))
                .filter(file -> Stream.of(without).noneMatch(file.toString()::contains))
                .toList();
        assertEquals(1, found.size(), start + end + ": " + found);
        return found.getFirst();
    }

    private static boolean contains(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        }
    }

    @Test
    void everyFileHasItsChecksums() throws Exception {
        for (Path file : files()) {
            for (Map.Entry<String, String> algorithm : ALGORITHMS.entrySet()) {
                byte[] sum = MessageDigest.getInstance(algorithm.getValue()).digest(Files.readAllBytes(file));

                assertEquals(
                        HexFormat.of().formatHex(sum),
                        Files.readString(file.resolveSibling(file.getFileName() + "." + algorithm.getKey())));
            }
        }
    }
}
