package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.backup.Job;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product runs on the module path, the other tests on the class path: the loader must serve both. */
class ModulePathTest {

    /** What the tests bring, and the product doesn't have. */
    private static final List<String> OF_TESTS = List.of(
            "test-classes",
            "/testkit/",
            "/test-servers/",
            "/sink-local/",
            "junit",
            "opentest4j",
            "apiguardian",
            "surefire");

    @TempDir
    Path directory;

    @Test
    void pluginsOfAllShapesLoadBesideTheWholeHostOnTheModulePath() throws Exception {
        SamplePlugins.thinModular(directory.resolve("thin"), "thin", "1.0");
        SamplePlugins.thinPlain(directory.resolve("plain"), "plain", "2.0");
        SamplePlugins.fatModular(directory.resolve("fat.jar"), "fat");
        Files.createDirectory(directory.resolve("junk"));

        List<String> said = run(directory.toString(), "thin", "plain", "fat");

        assertEquals(
                List.of(
                        "core=dev.perigee.core api=dev.perigee.api",
                        "thin: library=1.0 module=org.example.thin context=plugin-thin host=falsefalsefalsefalse jdk=true",
                        "plain: library=2.0 module=null context=plugin-plain host=falsefalsefalsefalse jdk=true",
                        "fat: library=fat module=org.example.fat context=plugin-fat host=falsefalsefalsefalse jdk=true",
                        "PluginInfo[type=fat, version=Optional.empty, provider=org.example.fat.SampleProvider,"
                                + " module=Optional[org.example.fat], path=" + directory.resolve("fat.jar")
                                + ", libraries=[]]",
                        "plugin " + directory.resolve("junk")
                                + ": there is no jar in it; remove the folder, or put the plugin's jars into it",
                        "PluginInfo[type=plain, version=Optional.empty, provider=org.example.plain.SampleProvider,"
                                + " module=Optional.empty, path=" + directory.resolve("plain")
                                + ", libraries=[library-2.0.jar]]",
                        "PluginInfo[type=thin, version=Optional[3.2.1], provider=org.example.thin.SampleProvider,"
                                + " module=Optional[org.example.thin], path=" + directory.resolve("thin")
                                + ", libraries=[library-1.0.jar]]"),
                said);
    }

    private static List<String> run(String... arguments) throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath(),
                "--add-modules",
                "ALL-MODULE-PATH,java.net.http",
                "--patch-module",
                "dev.perigee.core=" + testClasses(),
                "--module",
                "dev.perigee.core/" + ModulePathProbe.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    private static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OF_TESTS.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path testClasses() throws URISyntaxException {
        Path classes = Path.of(ModulePathProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path main = Path.of(
                Job.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertEquals(main.resolveSibling("test-classes"), classes);
        return classes;
    }
}
