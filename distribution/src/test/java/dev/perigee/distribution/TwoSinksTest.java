package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed product, a real etcd, and a job that brings its backups to two folders, of which one may go wrong. */
class TwoSinksTest {

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(5, 100);
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @BeforeEach
    void configure() throws IOException {
        configure("perigee.conf", etcd.endpoint().toString());
        configure("nobody.conf", "http://127.0.0.1:" + Ports.free());
    }

    private void configure(String name, String endpoint) throws IOException {
        Files.writeString(
                folder.resolve(name), """
                perigee {
                  clusters.prod { endpoints = ["%s"], dial-timeout = 5s }
                  sinks.near { type = local, directory = "%s", retention.keep-last = 3 }
                  sinks.offsite { type = local, directory = "%s", retention.keep-last = 3 }
                }
                """.formatted(endpoint, folder.resolve("near"), folder.resolve("offsite")));
    }

    private Map<String, String> environment(String configuration) {
        return Map.of(
                "PERIGEE_STATE_DIR", folder.resolve("state").toString(),
                "PERIGEE_CONFIG", folder.resolve(configuration).toString());
    }

    private CommandResult run(String line) {
        return product.run(environment("perigee.conf"), line.split(" "));
    }

    private Path onlyManifest(String sink) throws IOException {
        try (Stream<Path> manifests =
                Files.list(folder.resolve(sink).resolve("prod").resolve("manifests"))) {
            List<Path> all = manifests.toList();
            assertEquals(1, all.size(), all::toString);
            return all.getFirst();
        }
    }

    /** A sink's only backup becomes one of the same age to the day, but of the year 2020. */
    private void ageOnlyBackup(String sink) throws IOException {
        Path manifest = onlyManifest(sink);
        String id = manifest.getFileName().toString().replace(".json", "");
        String older = "2020" + id.substring(4);
        Files.writeString(manifest, Files.readString(manifest).replace(id, older));
        Files.move(manifest, manifest.resolveSibling(older + ".json"));
        Path snapshots = folder.resolve(sink).resolve("prod").resolve("snapshots");
        Files.move(snapshots.resolve(id + ".db"), snapshots.resolve(older + ".db"));
    }

    @Test
    void quietSuccessesPrintNothingAndAFailureIsSaid() {
        List<String> loud = new ArrayList<>();
        for (String line : List.of(
                "snapshot save --quiet",
                "snapshot save " + folder.resolve("etcd.db") + " --quiet",
                "snapshot verify latest --all-sinks --quiet",
                "snapshot fetch latest " + folder.resolve("fetched.db") + " --quiet",
                "snapshot prune --quiet")) {
            CommandResult result = run(line);
            loud.add(result.exitCode() + result.stdout() + result.stderr());
        }
        CommandResult failed = product.run(environment("nobody.conf"), "snapshot", "save", "--quiet");

        assertEquals(List.of("0", "0", "0", "0", "0"), loud);
        assertEquals("", failed.stdout());
        assertTrue(failed.stderr().startsWith("Error: "), failed.stderr());
    }

    @Test
    void theErrorOfASinkThatFailsIsSaidOnceAndWhereTheBackupWaits() throws IOException {
        Files.writeString(folder.resolve("offsite"), "a file where the folder should be");

        for (String line : List.of("snapshot save", "snapshot save --quiet", "snapshot save -w json")) {
            CommandResult saved = run(line);

            assertEquals(11, saved.exitCode(), saved.stderr());
            assertEquals(2, saved.stderr().split("Error: ", -1).length, saved.stderr());
            assertTrue(saved.stderr().contains("sink 'offsite'"), saved.stderr());
            assertTrue(saved.stderr().contains("the backup waits in the spool"), saved.stderr());
        }
    }

    @Test
    void aListThatShowsNothingBecauseASinkFailedHasNoTable() throws IOException {
        Files.writeString(folder.resolve("near"), "a file where the folder should be");
        Files.writeString(folder.resolve("offsite"), "another one");

        CommandResult list = run("snapshot list");

        assertEquals("", list.stdout());
        assertTrue(list.exitCode() != 0 && list.stderr().contains("sink 'near'"), list.stderr());
        assertEquals("[]\n", run("snapshot list -w json").stdout());
    }

    @Test
    void aSinkWhoseNewestIsStaleIsNamedThoughAnotherHoldsAFreshOne() throws IOException {
        run("snapshot save").orFail();
        assertEquals(0, run("snapshot list --max-age 1000d").exitCode());

        ageOnlyBackup("offsite");
        CommandResult all = run("snapshot list --max-age 1000d");
        CommandResult near = run("snapshot list --max-age 1000d --sink near");

        assertEquals(17, all.exitCode(), all.stderr());
        assertTrue(all.stderr().contains("of cluster 'prod' in sink 'offsite'"), all.stderr());
        assertFalse(all.stderr().contains("'near'"), all.stderr());
        assertEquals(0, near.exitCode(), near.stderr());
    }

    @Test
    void aTableKeepsToTheWidthThatTheLauncherFindsOfTheTerminal() {
        run("snapshot save").orFail();

        String narrow = onATerminalOf(60);
        String usual = onATerminalOf(80);
        String wide = onATerminalOf(200);

        assertTrue(narrow.lines().allMatch(line -> line.length() <= 60), narrow);
        assertTrue(usual.lines().allMatch(line -> line.length() <= 80), usual);
        assertTrue(narrow.contains("SINKS") && !narrow.contains("CLUSTER"), narrow);
        assertTrue(usual.contains("CLUSTER") && !usual.contains("TAKEN"), usual);
        assertTrue(wide.contains("TAKEN"), wide);
    }

    private String onATerminalOf(int columns) {
        String command = "stty cols " + columns + "; '" + product.launcher() + "' snapshot list";
        List<String> script = List.of("env", "-u", "COLUMNS", "script", "-qec", command, "/dev/null");
        CommandResult result =
                Command.run(Product.clean(environment("perigee.conf")), script).orFail();
        return result.stdout().replace("\r", "");
    }
}
