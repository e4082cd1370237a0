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
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
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

    private String onlyId() throws IOException {
        return onlyManifest("near").getFileName().toString().replace(".json", "");
    }

    /** Puts a copy of a backup beside it, under another id; with that id's revision, and proven long after its time. */
    private void plant(String sink, String id, String copyId) throws IOException {
        Path manifest =
                folder.resolve(sink).resolve("prod").resolve("manifests").resolve(id + ".json");
        Path body = folder.resolve(sink).resolve("prod").resolve("snapshots").resolve(id + ".db");
        String revision = "\"revision\":";
        Files.copy(body, body.resolveSibling(copyId + ".db"));
        Files.writeString(
                manifest.resolveSibling(copyId + ".json"),
                Files.readString(manifest)
                        .replace(id, copyId)
                        .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"2999-01-01T00:00:00Z\"")
                        .replace(revision + id.split("-")[1], revision + copyId.split("-")[1]));
    }

    /** A sink's only backup becomes one of the year 2020. */
    private void ageOnlyBackup(String sink) throws IOException {
        Path manifest = onlyManifest(sink);
        String id = manifest.getFileName().toString().replace(".json", "");
        plant(sink, id, "2020" + id.substring(4));
        Files.delete(manifest);
        forgetWhatWasStored(sink);
    }

    /** Whoever stored a backup misses it, and says that first. */
    private void forgetWhatWasStored(String sink) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            Files.delete(files.filter(file -> file.endsWith(Path.of("newest", sink)))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void copiesUnderNewerIdsDontPushOutTheNewestThatWasMadeHereAndAreUnknown() throws IOException {
        run("snapshot save").orFail();
        String id = onlyId();
        String revision = id.split("-")[1];
        for (int n = 1; n <= 4; n++) {
            plant("near", id, newer(id, n));
        }

        CommandResult prune = run("snapshot prune");
        CommandResult status = run("snapshot status latest --sink near");

        assertEquals(0, prune.exitCode(), prune.stderr());
        assertTrue(prune.stdout().contains("newest proven backup"), prune.stdout());
        assertTrue(prune.stdout().contains("unknown: neither made nor proven by this installation"), prune.stdout());
        assertEquals(0, run("snapshot show " + id + " --sink near").exitCode());
        assertTrue(status.stderr().contains("the newest that was is " + id), status.stderr());
    }

    private static String newer(String id, int seconds) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
        LocalDateTime time = LocalDateTime.parse(id.split("-")[0], form).plusSeconds(seconds);
        return form.format(time) + "-" + id.split("-")[1] + "-" + id.split("-")[2];
    }

    @Test
    void whatHoldsAnotherRevisionThanItsIdIsNobodysBackup() throws IOException {
        run("snapshot save").orFail();
        String id = onlyId();
        String lie = id.replace("-" + id.split("-")[1] + "-", "-9999-");
        plant("near", id, lie);
        Map<String, String> elsewhere = Map.of(
                "PERIGEE_STATE_DIR", folder.resolve("empty").toString(),
                "PERIGEE_CONFIG", folder.resolve("perigee.conf").toString());

        for (String line : List.of(
                "snapshot status latest",
                "snapshot hashkv latest",
                "snapshot restore latest --data-dir " + folder.resolve("data"),
                "export --from latest",
                "snapshot verify latest")) {
            for (Map<String, String> environment : List.of(environment("perigee.conf"), elsewhere)) {
                CommandResult result = product.run(environment, line.split(" "));

                assertEquals(10, result.exitCode(), line + ": " + result.stderr());
                assertTrue(
                        result.stderr().contains("revision") && result.stderr().contains("9999"), result.stderr());
            }
        }
        CommandResult list = run("snapshot list -w simple");

        assertTrue(
                list.stderr()
                        .contains(lie + " counts for nothing: its revision is " + id.split("-")[1]
                                + " where its manifest says 9999"),
                list.stderr());
        assertTrue(run("snapshot restore latest").stderr().contains(id), "the older one is named");
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
