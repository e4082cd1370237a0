package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.Main;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.test.servers.RealEtcd;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys restore} in a process that is killed, somewhere: the file that it wrote first takes all of it back. */
class KilledRestoreTest {

    private static final int KEYS = 2_000;
    private static final int KILLS = 3;

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
            int within = 0;

            for (int kill = 0; kill < KILLS; kill++) {
                Path undo = folder.resolve("undo-" + kill + ".jsonl");
                Process child = restore(etcd, snapshot, undo);
                killAfter(child, etcd, 1 + random.nextInt(KEYS));
                long left = count(etcd);
                within += left > 1 && left < KEYS ? 1 : 0;
                if (Files.exists(undo)) {
                    CliRun undone = CliRun.of(
                            "keys",
                            "undo",
                            undo.toString(),
                            "--yes",
                            "--endpoints",
                            etcd.endpoint().toString());
                    assertEquals(0, undone.code().number(), undone.err());
                }

                assertEquals(
                        "/left\nalone\n", etcd.etcdctl("get", "", "--from-key").stdout());
            }

            assertTrue(within > 0, "none was killed at work");
        }
    }

    /** As soon as so many keys are there, or it has ended by itself. */
    private static void killAfter(Process child, RealEtcd etcd, int keys) throws InterruptedException, EtcdException {
        while (child.isAlive() && count(etcd) <= keys) {
            Thread.onSpinWait();
        }
        child.destroyForcibly().waitFor();
    }

    private static long count(RealEtcd etcd) throws EtcdException {
        try (EtcdConnection connection =
                EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint())) {
            return connection.keys().count(KeyRange.all());
        }
    }

    private Process restore(RealEtcd etcd, Path snapshot, Path undo) throws IOException {
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
                        etcd.endpoint().toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }
}
