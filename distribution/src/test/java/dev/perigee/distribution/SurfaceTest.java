package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a sink of somebody else is compiled against stays: public types and their public and protected members, as javap
 * shows them. {@code -Dsurface=write} writes down what has come to be. docs/compatibility.md has the promise.
 */
class SurfaceTest {

    private static final Path GOLDEN = Path.of("src/test/surface");
    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");

    /** One method more that they would have to implement breaks them as well. */
    @Test
    void whatOthersImplementAsksForNoMore() throws IOException {
        List<String> now = surface("api");
        List<String> golden = golden("api", now);

        assertEquals(
                List.of(),
                now.stream()
                        .filter(line -> line.contains(" abstract ") && !golden.contains(line))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "sink-contract", "sink-kit", "testkit"})
    void whatOthersCallIsStillThere(String module) throws IOException {
        List<String> now = surface(module);

        assertEquals(
                List.of(),
                golden(module, now).stream().filter(line -> !now.contains(line)).toList());
    }

    private static List<String> golden(String module, List<String> now) throws IOException {
        Path file = GOLDEN.resolve(module + ".txt");
        if ("write".equals(System.getProperty("surface"))) {
            Files.write(file, now);
        }
        return Files.readAllLines(file);
    }

    /** Each member with its type, so that a line tells all. */
    private static List<String> surface(String module) throws IOException {
        List<String> lines = new ArrayList<>();
        String type = "";
        for (String line : javap(module).lines().toList()) {
            if (!line.startsWith(" ") && line.endsWith("{")) {
                type = line.startsWith("public ") ? line.replace(" {", "") : "";
                lines.add(type);
            } else if (line.startsWith("  ") && !type.isEmpty()) {
                lines.add(type.replaceAll(" (extends|implements) .*", "").replaceAll(".* ", "") + ": " + line.strip());
            }
        }
        return lines.stream()
                .filter(line -> !line.isEmpty())
                .sorted()
                .distinct()
                .toList();
    }

    private static String javap(String module) throws IOException {
        Path jar = Product.repository().resolve(module + "/target/perigee-" + module + "-" + VERSION + ".jar");
        List<String> command = new ArrayList<>(List.of("-protected", "-cp", jar.toString()));
        try (JarFile file = new JarFile(jar.toFile());
                Stream<ZipEntry> entries = file.stream().map(entry -> (ZipEntry) entry)) {
            entries.map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.matches(".*(module|package)-info.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .forEach(command::add);
        }
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        ToolProvider.findFirst("javap").orElseThrow().run(out, out, command.toArray(String[]::new));
        return text.toString();
    }
}
