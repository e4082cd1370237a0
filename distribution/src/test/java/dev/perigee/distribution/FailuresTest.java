package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong says so once, with an exit code of its own, and without a stack trace. */
class FailuresTest {

    private static Product product;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() {
        product = Product.unpack();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private CommandResult run(String... arguments) {
        return product.run(Map.of("PERIGEE_STATE_DIR", folder.resolve("state").toString()), arguments);
    }

    private static void failsWith(int code, String says, CommandResult result) {
        assertEquals(code, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains(says), result.stderr());
        assertEquals(
                1,
                result.stderr()
                        .lines()
                        .filter(line -> line.startsWith("Error: "))
                        .count(),
                result.stderr());
        assertFalse(result.stderr().contains("\tat "), result.stderr());
        assertEquals("", result.stdout());
    }

    @Test
    void noSuchHost() {
        failsWith(
                2, "no-such-host.invalid", run("snapshot", "save", "--endpoints", "http://no-such-host.invalid:2379"));
    }

    @Test
    void nobodyListens() {
        String endpoint = "http://127.0.0.1:" + Ports.free();

        failsWith(2, endpoint.substring(7), run("snapshot", "save", "--endpoints", endpoint));
    }

    @Test
    void anUnknownKeyOfTheConfigurationNamesTheLineAndALikelyKey() throws IOException {
        Path config = Files.writeString(
                folder.resolve("c.conf"), "perigee {\n  clusters.prod { endpoint = \"http://a:1\" }\n}\n");

        CommandResult result = run("config", "check", "--config", config.toString());

        failsWith(15, "c.conf:2", result);
        assertTrue(result.stderr().contains("endpoints"), result.stderr());
    }

    @Test
    void aBadScheduleIsABadConfiguration() throws IOException {
        Path config = Files.writeString(folder.resolve("c.conf"), "perigee.jobs.default.schedule = \"61 * * * *\"\n");

        failsWith(15, "schedule", run("snapshot", "save", "--config", config.toString()));
    }

    @Test
    void allErrorsOfAConfigurationAreToldAtOnce() throws IOException {
        Path config = Files.writeString(
                folder.resolve("c.conf"),
                "perigee {\n  zone = nowhere\n  sinks.x { type = local, retention.keep-last = 0 }\n}\n");

        CommandResult result = run("config", "check", "--config", config.toString());

        assertEquals(15, result.exitCode(), result.stderr());
        List<String> errors = result.stderr().lines().toList();
        assertEquals(2, errors.size(), result.stderr());
        assertTrue(errors.stream().allMatch(line -> line.startsWith("Error: ")), result.stderr());
        assertTrue(errors.getFirst().contains("zone") && errors.getLast().contains("keep-last"), result.stderr());
    }

    @Test
    void aMissingConfigurationIsNamed() {
        failsWith(15, "/no/such.conf", run("snapshot", "list", "--config", "/no/such.conf"));
    }

    @Test
    void anUnwritableStateDirectoryNamesTheFlag() {
        CommandResult result = product.runAsNobody(
                Map.of("PERIGEE_STATE_DIR", "/proc/state", "HOME", "/nonexistent"), "snapshot", "save");

        assertTrue(result.stderr().contains("--state-dir"), result.stderr());
        failsWith(6, "/proc/state", result);
    }

    @Test
    void aSinkOfAnUnknownTypeIsABadConfiguration() throws IOException {
        Path config = Files.writeString(
                folder.resolve("c.conf"),
                "perigee { clusters.c.endpoints = [\"http://a:1\"], sinks.x.type = nowhere }\n");

        failsWith(15, "nowhere", run("config", "check", "--config", config.toString()));
    }

    @Test
    void aDamagedFileIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("x.db"), "no database");

        failsWith(10, file.toString(), run("snapshot", "status", file.toString()));
    }

    @Test
    void aCommandOnAFileHeedsNeitherConfigurationNorPlugins() throws IOException {
        Path config = Files.writeString(folder.resolve("c.conf"), "this is } no configuration");
        Path missing = folder.resolve("missing.db");

        failsWith(12, "missing.db", run("snapshot", "status", missing.toString(), "--config", config.toString()));
    }

    @Test
    void aStackTraceIsForDebugOnly() {
        CommandResult result = run("snapshot", "save", "--debug", "--endpoints", "http://127.0.0.1:" + Ports.free());

        assertEquals(2, result.exitCode());
        assertTrue(result.stderr().contains("\tat "), result.stderr());
    }
}
