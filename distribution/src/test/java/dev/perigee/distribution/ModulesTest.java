package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What each of our jars exports, opens, uses and requires, as {@code src/test/modules} has it. An accidental export fails
 * here; a meant one is a line in that folder: {@code -Dmodules=write} writes it.
 */
class ModulesTest {

    private static final Path GOLDEN = Path.of("src/test/modules");

    @TestFactory
    Stream<DynamicTest> everyJarDescribesItselfAsBefore() throws IOException {
        return ours().map(jar -> DynamicTest.dynamicTest(name(jar), () -> compare(jar)));
    }

    @TestFactory
    Stream<DynamicTest> noDescriptionIsOfAJarThatIsGone() throws IOException {
        List<String> jars = ours().map(ModulesTest::name).toList();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(file -> file.getFileName().toString().replace(".txt", "")).toList().stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> assertTrue(jars.contains(name), name)));
        }
    }

    private static void compare(Path jar) throws IOException {
        Path golden = GOLDEN.resolve(name(jar) + ".txt");
        String described = describe(jar);
        if ("write".equals(System.getProperty("modules"))) {
            Files.writeString(golden, described);
        }
        assertEquals(Files.exists(golden) ? Files.readString(golden) : "", described);
    }

    private static Stream<Path> ours() throws IOException {
        Path stage;
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            stage = built.filter(
                            path -> Files.isDirectory(path.resolve("lib")) && Files.isDirectory(path.resolve("bin")))
                    .filter(path -> path.getFileName().toString().startsWith("perigee-"))
                    .findFirst()
                    .orElseThrow();
        }
        try (Stream<Path> files = Files.walk(stage)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("perigee-.*(?<!-sources|-javadoc)\\.jar"))
                    .filter(file -> !file.startsWith(stage.resolve("runtime")))
                    .collect(Collectors.toMap(ModulesTest::name, file -> file, (one, other) -> one))
                    .values()
                    .stream()
                    .sorted();
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceAll("-[0-9].*", "");
    }

    private static String describe(Path jar) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        ToolProvider.findFirst("jar").orElseThrow().run(out, out, "--describe-module", "--file", jar.toString());
        return text.toString()
                .replaceAll(" jar:file:\\S+", "")
                .lines()
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
