package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed product, a real etcd, and no configuration. */
class JobWithoutConfigurationTest {

    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9]+-[0-9a-f]{8}");

    private static Product product;
    private static RealEtcd etcd;

    @TempDir
    Path state;

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcd.start("3.6");
        etcd.load(20, 100);
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    private CommandResult run(String... arguments) {
        return product.run(Map.of("PERIGEE_STATE_DIR", state.toString(), "PERIGEE_CONFIG", "/dev/null"), arguments);
    }

    private String save() {
        CommandResult saved =
                run("snapshot", "save", "--endpoints", etcd.endpoint().toString(), "-w", "simple");
        assertEquals(0, saved.exitCode(), saved.stderr());
        Matcher id = ID.matcher(saved.stdout());
        assertTrue(id.find(), saved.stdout());
        return id.group();
    }

    @Test
    void whoMissesABackupIsToldWhereItWasLookedFor() {
        String where = "'perigee config show' prints where that is";

        CommandResult list = run("snapshot", "list");
        CommandResult latest = run("snapshot", "restore", "latest");
        CommandResult file = run("snapshot", "status", "etcd.db");
        CommandResult either = run("snapshot", "status", "etcd");

        assertEquals(0, list.exitCode(), list.stderr());
        assertTrue(list.stderr().startsWith("no backup of cluster 'default' in local; " + where), list.stderr());
        assertEquals(12, latest.exitCode());
        assertEquals(
                "Error: there is no backup yet\nhint: looked for backups of cluster 'default' in local; " + where
                        + "\n",
                latest.stderr());
        assertEquals(12, file.exitCode());
        assertEquals("Error: there is no file 'etcd.db'\n", file.stderr());
        assertEquals(12, either.exitCode());
        assertTrue(
                either.stderr().startsWith("Error: there is no file 'etcd', and no stored backup is called 'etcd'"),
                either.stderr());
        assertTrue(either.stderr().contains(where), either.stderr());
    }

    @Test
    void aBackupIsTakenListedShownVerifiedAndFetched() throws IOException {
        String id = save();

        CommandResult list = run("snapshot", "list", "-w", "simple");
        CommandResult show = run("snapshot", "show", id.substring(0, 16));
        CommandResult verify = run("snapshot", "verify", "--deep");
        CommandResult fetch =
                run("snapshot", "fetch", "latest", state.resolve("copy.db").toString());

        assertTrue(list.stdout().startsWith(id + ", default, "), list.stdout());
        assertEquals(1, list.stdout().lines().count());
        assertTrue(show.stdout().contains("\"ID\" : " + id), show.stdout());
        assertEquals(0, verify.exitCode(), verify.stderr());
        assertEquals(0, fetch.exitCode(), fetch.stderr());
        assertEquals(-1, Files.mismatch(state.resolve("copy.db"), onlySnapshot()));
    }

    @Test
    void aStoredBackupIsRestoredByItsNameAndByTime() throws IOException {
        String id = save();
        String later = Instant.now().plusSeconds(60).toString();

        CommandResult plan = run("snapshot", "restore", "latest", "--data-dir", at("planned"), "--dry-run");
        CommandResult named = run("snapshot", "restore", id.substring(0, 20), "--data-dir", at("named"));
        CommandResult timed = run("snapshot", "restore", "--at", later, "--data-dir", at("timed"));
        CommandResult early = run("snapshot", "restore", "--at", "2020-01-01T00:00:00Z", "--data-dir", at("early"));

        assertEquals(0, plan.exitCode(), plan.stderr());
        assertTrue(plan.stdout().contains("Source " + id + ": revision "), plan.stdout());
        assertEquals(0, named.exitCode(), named.stderr());
        assertEquals(0, timed.exitCode(), timed.stderr());
        assertEquals(12, early.exitCode(), early.stderr());
        assertFalse(Files.exists(state.resolve("planned")));
        assertFalse(Files.exists(state.resolve("early")));
        try (Stream<Path> left = Files.list(state.resolve("spool"))) {
            assertEquals(List.of(), left.toList(), "what was fetched is gone");
        }
        try (RealEtcd restored =
                RealEtcd.launchOn(EtcdRecipe.of("3.6"), "default", Ports.free(), state.resolve("named"))) {
            restored.awaitHealthy();
            assertEquals(
                    etcd.etcdctl("get", "", "--from-key").stdout(),
                    restored.etcdctl("get", "", "--from-key").stdout());
        }
    }

    private String at(String folder) {
        return state.resolve(folder).toString();
    }

    @Test
    void etcdutlReadsTheStoredFileAsWeDo() throws IOException {
        save();
        Path stored = onlySnapshot();
        Path copy = Files.copy(stored, state.resolve("for-etcdutl.db"));

        for (String format : List.of("simple", "table", "json", "fields")) {
            assertEquals(
                    etcd.etcdutl("snapshot", "status", copy.toString(), "-w", format)
                            .orFail()
                            .stdout(),
                    run("snapshot", "status", stored.toString(), "-w", format).stdout());
        }
        for (String format : List.of("simple", "table", "json", "fields")) {
            assertEquals(
                    etcd.etcdutl("hashkv", copy.toString(), "-w", format)
                            .orFail()
                            .stdout(),
                    run("snapshot", "hashkv", stored.toString(), "-w", format).stdout());
        }
    }

    @Test
    void theThirdRunKeepsOneBackupTheNewest() throws IOException {
        String first = save();
        String second = save();
        String third = save();

        String list = run("snapshot", "list", "-w", "simple").stdout();

        assertNotEquals(first, second);
        assertTrue(list.startsWith(third), list);
        assertEquals(1, list.lines().count(), list);
        assertTrue(onlySnapshot().getFileName().toString().startsWith(third));
    }

    @Test
    void aFileIsSavedWithoutTouchingTheState() {
        Path file = state.resolve("by-hand.db");

        CommandResult saved = product.run(
                Map.of("PERIGEE_STATE_DIR", "/nonexistent/state", "PERIGEE_CONFIG", "/dev/null"),
                "snapshot",
                "save",
                file.toString(),
                "--endpoints",
                etcd.endpoint().toString());

        assertEquals(0, saved.exitCode(), saved.stderr());
        assertEquals(0, run("snapshot", "status", file.toString()).exitCode());
    }

    @Test
    void theLastBackupIsDeletedByForceOnlyAndNotUnasked() {
        String id = save();

        assertEquals(16, run("snapshot", "delete", id, "--yes").exitCode());
        assertEquals(16, run("snapshot", "delete", id, "--force").exitCode());
        assertEquals(0, run("snapshot", "delete", id, "--force", "--dry-run").exitCode());
        assertTrue(run("snapshot", "list").stdout().contains(id));
        assertEquals(0, run("snapshot", "delete", id, "--force", "--yes").exitCode());
        assertTrue(run("snapshot", "list", "-w", "simple").stdout().isEmpty());
    }

    @Test
    void anOverdueBackupHasAnExitCodeOfItsOwn() {
        assertEquals(17, run("snapshot", "list", "--max-age", "1h").exitCode());
        save();
        assertEquals(0, run("snapshot", "list", "--max-age", "1h").exitCode());
        assertEquals(17, run("snapshot", "list", "--max-age", "1ms").exitCode());
    }

    private Path onlySnapshot() throws IOException {
        try (Stream<Path> files = Files.walk(state.resolve("backup"))) {
            List<Path> snapshots =
                    files.filter(file -> file.toString().endsWith(".db")).toList();
            assertEquals(1, snapshots.size(), snapshots.toString());
            return snapshots.getFirst();
        }
    }
}
