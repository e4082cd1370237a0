package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static RealEtcd etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void fill() {
        etcd.etcdctl("del", "", "--from-key").orFail();
        etcd.etcdctl("put", "/gravity/dns/a", "{\"ttl\":60}").orFail();
        etcd.etcdctl("put", "/gravity/gravity/x", "").orFail();
        etcd.etcdctl("put", "/app/password", "hunter2").orFail();
    }

    @Test
    void anExportIsForItsOwnerOnlyAndComesBackWithAnImport() throws IOException {
        Path file = folder.resolve("keys.jsonl");

        CliRun exported = run("export", file.toString());
        etcd.etcdctl("del", "", "--from-key").orFail();
        CliRun imported = run("import", file.toString(), "-w", "json");

        assertEquals(ExitCode.OK, exported.code(), exported.err());
        assertTrue(exported.err().startsWith("3 keys at revision "), exported.err());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "{\"create\":3,\"overwrite\":0,\"same\":0,\"conflict\":0,\"delete\":0,\"leased\":0,\"noValue\":0,"
                        + "\"leases\":0}\n",
                imported.out());
        assertEquals(
                "hunter2\n",
                etcd.etcdctl("get", "/app/password", "--print-value-only").stdout());
    }

    @Test
    void gravitysFormLeavesAndReturnsByteForByte() throws IOException {
        String gravity =
                "{\"entries\":[{\"key\":\"/dns/a\",\"value\":\"eyJ0dGwiOjYwfQ==\"},{\"key\":\"/gravity/x\",\"value\":\"\"}]}";
        Path file = Files.writeString(folder.resolve("gravity.json"), gravity);
        etcd.etcdctl("del", "/gravity", "--prefix").orFail();

        CliRun imported = run("import", file.toString());
        CliRun exported = run("export", "--format", "gravity", "--prefix", "/gravity");

        assertEquals(ExitCode.OK, imported.code(), imported.err());
        assertEquals(gravity, exported.out());
        assertEquals(
                "{\"ttl\":60}\n",
                etcd.etcdctl("get", "/gravity/dns/a", "--print-value-only").stdout());
    }

    @Test
    void aSnapshotFileGivesItsKeysWithoutEtcd() {
        Path snapshot = folder.resolve("snapshot.db");
        etcd.etcdctl("snapshot", "save", snapshot.toString()).orFail();

        CliRun exported = CliRun.of("export", "--from", snapshot.toString(), "--prefix", "/app", "--pretty");

        assertEquals(ExitCode.OK, exported.code(), exported.err());
        assertEquals("{\n  \"/app/password\": \"hunter2\"\n}\n", exported.out());
    }

    @Test
    void oneStateIsNamedTheSameWayEverywhere() {
        String before = revision();
        etcd.etcdctl("put", "/app/password", "changed").orFail();
        Path snapshot = folder.resolve("snapshot.db");
        etcd.etcdctl("snapshot", "save", snapshot.toString()).orFail();
        etcd.etcdctl("put", "/app/password", "again").orFail();

        assertEquals("again", password("--from", "live"));
        assertEquals("hunter2", password("--rev", before));
        assertEquals("changed", password("--from", snapshot.toString()));
        assertEquals("hunter2", password("--from", snapshot.toString(), "--rev", before));
        assertEquals(
                ExitCode.BAD_ARGUMENTS,
                run("export", "--from", "live", "--at", "yesterday").code());
        assertEquals(ExitCode.BAD_ARGUMENTS, run("export", "--rev", "-1").code());
    }

    private static String revision() {
        return etcd.etcdctl("get", "/", "-w", "json").stdout().replaceAll(".*\"revision\":([0-9]+).*\n", "$1");
    }

    private static String password(String... state) {
        List<String> words = new ArrayList<>(List.of("export", "--prefix", "/app/password", "--pretty"));
        words.addAll(List.of(state));
        CliRun exported = run(words.toArray(String[]::new));
        assertEquals(ExitCode.OK, exported.code(), exported.err());
        return exported.out().replaceAll("(?s).*: \"(.*)\".*", "$1");
    }

    @Test
    void safeLeavesSecretsOut() {
        CliRun exported = run("export", "--safe");

        assertTrue(exported.out().contains("/app/password"), exported.out());
        assertTrue(!exported.out().contains("hunter2"), exported.out());
        assertTrue(exported.err().contains("1 value left out"), exported.err());
    }

    @Test
    void safeLeavesOutWhatTheConfigurationCallsASecret() throws IOException {
        etcd.etcdctl("put", "/billing/42", "visa").orFail();
        Path config = Files.writeString(folder.resolve("perigee.conf"), "perigee.export.redact = [\"^/billing/\"]");

        CliRun exported = run("export", "--safe", "--redact", "^/gravity/dns/", "--config", config.toString());

        assertEquals(ExitCode.OK, exported.code(), exported.err());
        assertTrue(exported.out().contains("/billing/42"), exported.out());
        assertTrue(!exported.out().contains("visa"), exported.out());
        assertTrue(exported.err().contains("3 values left out"), exported.err());
    }

    @Test
    void aDryRunNamesWhatItWouldDoAndDoesNothing() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        run("export", file.toString(), "--prefix", "/gravity");
        etcd.etcdctl("del", "/gravity/dns/a").orFail();
        etcd.etcdctl("put", "/gravity/other", "1").orFail();

        CliRun plan = run("import", file.toString(), "--dry-run", "--prune", "--prefix", "/gravity");

        assertTrue(plan.out().startsWith("create /gravity/dns/a\ndelete /gravity/other\n"), plan.out());
        assertEquals(
                "", etcd.etcdctl("get", "/gravity/dns/a", "--print-value-only").stdout());
    }

    @Test
    void standardInputAndPipesAreFilesToo() throws Exception {
        String dump = run("export").out();
        etcd.etcdctl("del", "", "--from-key").orFail();

        CliRun fromInput = new CliRun.Setting()
                .input(dump)
                .run("import", "-", "--endpoints", etcd.endpoint().toString());
        Path pipe = folder.resolve("pipe");
        Command.run(Map.of(), List.of("mkfifo", pipe.toString())).orFail();
        Thread writer = Thread.ofVirtual().start(() -> write(pipe, dump));
        CliRun fromPipe = run("import", pipe.toString(), "-w", "json");
        writer.join();

        assertEquals(ExitCode.OK, fromInput.code(), fromInput.err());
        assertEquals(ExitCode.OK, fromPipe.code(), fromPipe.err());
        assertTrue(fromPipe.out().startsWith("{\"create\":0,\"overwrite\":0,\"same\":3,"), fromPipe.out());
    }

    @Test
    void aPackedDumpIsNamedAsSuchWithWhatUnpacksIt() throws IOException {
        Path packed = Files.write(folder.resolve("keys.jsonl.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});

        CliRun refused = run("import", packed.toString());

        assertEquals(ExitCode.BAD_INPUT, refused.code());
        assertTrue(refused.err().contains("is compressed with gzip"), refused.err());
        assertTrue(refused.err().contains("gzip -dc '" + packed + "' | perigee import -"), refused.err());
    }

    @Test
    void keysThatAreMovedArePrunedWhereTheyGo() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        run("export", file.toString());
        etcd.etcdctl("put", "/app/live", "1").orFail();
        etcd.etcdctl("put", "/copy/stale", "1").orFail();

        CliRun imported =
                run("import", file.toString(), "--prefix", "/app/", "--prefix-map", "/app/=/copy/", "--prune", "--yes");

        assertEquals(ExitCode.OK, imported.code(), imported.err());
        assertEquals(
                "/app/live\n\n/app/password\n\n/copy/password\n\n",
                etcd.etcdctl("get", "/app/", "/copz", "--keys-only").stdout());
    }

    @Test
    void pruningNeedsAPrefixAndAYes() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        run("export", file.toString());

        assertEquals(
                ExitCode.BAD_ARGUMENTS,
                run("import", file.toString(), "--prune").code());
        assertEquals(
                ExitCode.REFUSED,
                run("import", file.toString(), "--prune", "--prefix", "/app").code());
    }

    @Test
    void aDamagedFileWritesNothingAndNamesTheLine() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        run("export", file.toString());
        Files.writeString(file, Files.readString(file).replace("hunter2", "hunter3"));
        etcd.etcdctl("del", "", "--from-key").orFail();

        CliRun imported = run("import", file.toString());

        assertEquals(ExitCode.DAMAGED, imported.code());
        assertTrue(imported.err().contains("line 5"), imported.err());
        assertEquals("", etcd.etcdctl("get", "", "--from-key").stdout());
    }

    @Test
    void anEntryThatEtcdRefusesIsNamedBeforeTheFirstIsWritten() throws IOException {
        String value = Base64.getEncoder().encodeToString(new byte[2 << 20]);
        Path file = Files.writeString(
                folder.resolve("gravity.json"),
                "{\"entries\":[{\"key\":\"/a\",\"value\":\"\"},{\"key\":\"/large\",\"value\":\"" + value + "\"}]}");

        CliRun imported = run("import", file.toString());

        assertEquals(ExitCode.BAD_INPUT, imported.code(), imported.err());
        assertTrue(imported.err().contains("entry 2, key /gravity/large: "), imported.err());
        assertTrue(imported.err().contains("nothing was written"), imported.err());
        assertEquals("", etcd.etcdctl("get", "/gravity/a", "--keys-only").stdout());
    }

    private static CliRun run(String... args) {
        return new CliRun.Setting()
                .variable("ETCDCTL_ENDPOINTS", etcd.endpoint().toString())
                .run(args);
    }

    private static void write(Path pipe, String text) {
        try {
            Files.writeString(pipe, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
