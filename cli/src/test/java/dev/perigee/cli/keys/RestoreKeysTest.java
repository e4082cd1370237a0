package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a cluster is taken back, while the rest lives on. */
class RestoreKeysTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void anAccidentIsUndoneAndThatAgain(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.etcdctl("put", "/dns/a", "1").orFail();
            etcd.etcdctl("put", "/dns/b", "2").orFail();
            etcd.etcdctl("put", "/dns/same", "3").orFail();
            etcd.etcdctl("put", "/other", "before").orFail();
            Path snapshot = snapshot(etcd);
            etcd.etcdctl("del", "/dns/a").orFail();
            etcd.etcdctl("put", "/dns/b", "spoilt").orFail();
            etcd.etcdctl("put", "/dns/new", "n").orFail();
            etcd.etcdctl("put", "/other", "after").orFail();
            String accident = all(etcd);

            CliRun planned = restore(etcd, snapshot, "--prefix", "/dns/", "--dry-run", "-w", "simple");
            assertEquals("create, /dns/a, , , 1 B, , 2\nchange back, /dns/b, , 6 B, 1 B, 7, 3\n", planned.out());
            assertTrue(planned.err().contains("1 key that the source lacks stays without --prune"), planned.err());
            assertEquals(accident, all(etcd));
            assertFalse(Files.exists(undo()));

            CliRun done = restore(etcd, snapshot, "--prefix", "/dns/", "--prune", "--yes", "-w", "json");
            assertEquals(
                    "{\"created\":1,\"changed\":1,\"deleted\":1,\"same\":1,\"conflicts\":0,\"leases\":0}\n",
                    done.out());
            assertEquals(ExitCode.OK, done.code(), done.err());
            assertEquals("/dns/a\n1\n/dns/b\n2\n/dns/same\n3\n/other\nafter\n", all(etcd));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(undo())));

            CliRun undone = run(etcd, "undo", undo().toString(), "--yes");
            assertEquals(ExitCode.OK, undone.code(), undone.err());
            assertEquals(accident, all(etcd));
        }
    }

    @Test
    void anEarlierRevisionOfTheClusterItselfIsASourceToo() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail(); // 2
            etcd.etcdctl("del", "/a").orFail();

            CliRun done =
                    run(etcd, "restore", "live", "--rev", "2", "--prefix", "/", "--yes", "--undo", undo().toString());

            assertEquals(ExitCode.OK, done.code(), done.err());
            assertEquals("/a\n1\n", all(etcd));
        }
    }

    @Test
    void nothingIsWrittenWithoutASelectionAnApprovalOrAnUndoFileOfItsOwn() throws IOException {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail();
            Path snapshot = snapshot(etcd);
            etcd.etcdctl("del", "/a").orFail();

            assertEquals(
                    ExitCode.BAD_ARGUMENTS, restore(etcd, snapshot, "--yes").code());
            assertEquals(
                    ExitCode.REFUSED, restore(etcd, snapshot, "--prefix", "").code());
            Files.writeString(undo(), "mine");
            assertEquals(
                    ExitCode.REFUSED,
                    restore(etcd, snapshot, "--prefix", "", "--yes").code());
            assertEquals("mine", Files.readString(undo()));
            assertEquals("", all(etcd));
            assertEquals(
                    ExitCode.BAD_ARGUMENTS,
                    run(etcd, "restore", "live", "--prefix", "/", "--yes").code());
        }
    }

    @Test
    void keysHangOnTheirOldLeaseWhileItLivesAndOnOneNewOneElse() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            String alive = lease(etcd, 1000);
            String gone = lease(etcd, 2000);
            etcd.etcdctl("put", "/alive", "1", "--lease", alive).orFail();
            etcd.etcdctl("put", "/gone/a", "1", "--lease", gone).orFail();
            etcd.etcdctl("put", "/gone/b", "1", "--lease", gone).orFail();
            Path snapshot = snapshot(etcd);
            etcd.etcdctl("del", "/alive").orFail();
            etcd.etcdctl("lease", "revoke", gone).orFail();

            CliRun done = restore(etcd, snapshot, "--prefix", "/", "--yes", "-w", "json");

            assertTrue(done.out().endsWith("\"leases\":1}\n"), done.out() + done.err());
            assertEquals(
                    2, etcd.etcdctl("lease", "list").stdout().lines().skip(1).count());
            assertTrue(etcd.etcdctl("lease", "timetolive", alive, "--keys")
                    .stdout()
                    .contains("/alive"));
        }
    }

    @Test
    void aFileThatWasChangedUndoesNothing() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail();
            Path snapshot = snapshot(etcd);
            etcd.etcdctl("del", "/a").orFail();
            restore(etcd, snapshot, "--prefix", "/", "--yes");
            replaceClusterId();

            CliRun undone = run(etcd, "undo", undo().toString(), "--yes");

            assertEquals(ExitCode.DAMAGED, undone.code(), undone.err());
            assertEquals("/a\n1\n", all(etcd));
        }
    }

    private void replaceClusterId() {
        try {
            String text = Files.readString(undo());
            Files.writeString(undo(), text.replaceFirst("\"clusterId\":\"[0-9a-f]+\"", "\"clusterId\":\"1\""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theConfigMapsOfANamespaceComeBackByteForByte() throws IOException {
        Path cluster = folder.resolve("plain.db");
        try (InputStream in = new GZIPInputStream(RestoreKeysTest.class.getResourceAsStream("plain.db.gz"))) {
            Files.copy(in, cluster);
        }
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            CliRun done = restore(etcd, cluster, "--kind", "ConfigMap", "--namespace", "team-03", "--yes");
            CliRun replicas = run(
                    etcd, "restore", cluster.toString(), "--kind", "ReplicaSet", "--namespace", "team-03", "--dry-run");

            assertEquals(ExitCode.OK, done.code(), done.err());
            List<String> range = List.of("/registry/configmaps/team-03/", "--prefix", "--hex");
            List<String> stored = new ArrayList<>(List.of("keys", "get"));
            stored.addAll(range);
            stored.addAll(List.of("--from", cluster.toString()));
            List<String> live = new ArrayList<>(List.of("get"));
            live.addAll(range);
            String expected = CliRun.of(stored.toArray(String[]::new)).out();
            assertEquals(10, expected.lines().count());
            assertEquals(expected, run(etcd, live.toArray(String[]::new)).out());
            assertEquals(
                    5,
                    all(etcd, "--keys-only")
                            .lines()
                            .filter(line -> !line.isEmpty())
                            .count());
            assertTrue(replicas.err().contains("10 owners of these objects won't be there"), replicas.err());
            assertTrue(replicas.err().contains(" of Deployment/"), replicas.err());
        }
    }

    private static String lease(RealEtcd etcd, int seconds) {
        return etcd.etcdctl("lease", "grant", String.valueOf(seconds))
                .stdout()
                .replaceAll("lease ([0-9a-f]+) granted.*", "$1")
                .strip();
    }

    private static String all(RealEtcd etcd, String... options) {
        List<String> words = new ArrayList<>(List.of("get", "", "--from-key"));
        words.addAll(List.of(options));
        return etcd.etcdctl(words.toArray(String[]::new)).stdout();
    }

    private Path undo() {
        return folder.resolve("undo.jsonl");
    }

    private CliRun restore(RealEtcd etcd, Path snapshot, String... options) {
        List<String> words = new ArrayList<>(List.of("restore", snapshot.toString(), "--undo", undo().toString()));
        words.addAll(List.of(options));
        return run(etcd, words.toArray(String[]::new));
    }

    private Path snapshot(RealEtcd etcd) {
        Path file = folder.resolve("one.db");
        etcd.etcdctl("snapshot", "save", file.toString()).orFail();
        return file;
    }

    private static CliRun run(RealEtcd etcd, String... words) {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(words));
        all.addAll(List.of("--endpoints", etcd.endpoint().toString()));
        return CliRun.of(all.toArray(String[]::new));
    }
}
