package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.Main;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealEtcd;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys restore} in a process that is killed, somewhere: the file that it wrote first takes all of it back. */
class KilledRestoreTest {

    private static final int KEYS = 2_000;
    private static final int KILLS = 3;

    /** In bytes on their way to etcd: of all keys, and of more than it asks for first and brings in one batch. */
    private static final int WHOLE = KEYS * 310;

    private static final int FIRST_BATCHES = 150_000;

    @TempDir
    Path folder;

    @Test
    void whereverItIsKilledTheUndoFileUndoesIt() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(KEYS, 300);
            Path snapshot = folder.resolve("whole.db");
            etcd.etcdctl("snapshot", "save", snapshot.toString()).orFail();
            etcd.etcdctl("del", "", "--from-key").orFail();
            etcd.etcdctl("put", "/left", "alone").orFail();
            Random random = new Random(20261129);

            for (int kill = 0; kill < KILLS; kill++) {
                Path undo = folder.resolve("undo-" + kill + ".jsonl");
                killAfter(etcd, snapshot, undo, FIRST_BATCHES + random.nextInt(WHOLE - 2 * FIRST_BATCHES));
                CliRun undone = CliRun.of(
                        "keys",
                        "undo",
                        undo.toString(),
                        "--yes",
                        "--endpoints",
                        etcd.endpoint().toString());

                assertEquals(0, undone.code().number(), undone.err());
                assertEquals(
                        "/left\nalone\n", etcd.etcdctl("get", "", "--from-key").stdout());
            }
        }
    }

    /** Nothing more comes through after so many bytes, so that it is at work when it is killed. */
    private void killAfter(RealEtcd etcd, Path snapshot, Path undo, int bytes) throws Exception {
        try (FaultProxy proxy = FaultProxy.before("127.0.0.1", etcd.endpoint().getPort())) {
            proxy.inject(new FaultProxy.Fault.Stall(bytes));
            Process child = restore(proxy.port(), snapshot, undo);
            Eventually.eventually(Duration.ofMinutes(2), "some keys are there", () -> count(etcd) > 1);
            child.destroyForcibly().waitFor();
            assertTrue(count(etcd) < KEYS, "it was done before it was killed");
        }
    }

    private static long count(RealEtcd etcd) {
        return etcd.etcdctl("get", "", "--from-key", "--keys-only")
                .orFail()
                .stdout()
                .lines()
                .filter(line -> !line.isEmpty())
                .count();
    }

    private static Process restore(int port, Path snapshot, Path undo) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "keys",
                        "restore",
                        snapshot.toString(),
                        "--prefix",
                        "",
                        "--yes",
                        "--undo",
                        undo.toString(),
                        "--endpoints",
                        "http://127.0.0.1:" + port))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }
}
