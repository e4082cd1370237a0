package dev.perigee.test.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealEtcdTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void everyVersionStartsTakesKeysAndKeepsThemThroughAKill(String version) {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(250, 100);
            etcd.kill();
            etcd.restart();

            CommandResult count = etcd.etcdctl("get", "key-", "--prefix", "--keys-only", "--limit=1000");

            assertEquals(
                    250,
                    count.orFail()
                            .stdout()
                            .lines()
                            .filter(line -> line.startsWith("key-"))
                            .count());
        }
    }

    @Test
    void aClosedEtcdLeavesNothing() {
        RealEtcd etcd = RealEtcd.start("3.6");
        Path data = etcd.dataDir();
        long pid = etcd.pid();

        etcd.close();

        assertFalse(Files.exists(data));
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void anEtcdOutlivesTheThreadThatStartedIt() throws InterruptedException {
        RealEtcd[] started = new RealEtcd[1];
        Thread.ofPlatform().start(() -> started[0] = RealEtcd.start("3.6")).join();

        try (RealEtcd etcd = started[0]) {
            etcd.etcdctl("put", "a", "b").orFail();
        }
    }

    @Test
    void mutualTlsRefusesAClientWithoutACertificate(@TempDir Path dir) {
        TestCertificates certificates = TestCertificates.in(dir);
        CertifiedKey client = certificates.client("root", "EC");

        try (RealEtcd etcd = EtcdRecipe.of("3.6")
                .withMutualTls(certificates.ca(), certificates.server(), client)
                .start()) {
            etcd.etcdctl("put", "a", "b").orFail();
            CommandResult stranger = Command.run(
                    Map.of(),
                    List.of(
                            InstalledServer.binary("etcd-3.6", "etcdctl").toString(),
                            "--endpoints=" + etcd.endpoint(),
                            "--cacert=" + certificates.ca(),
                            "--command-timeout=1s",
                            "get",
                            "a"));

            assertTrue(stranger.exitCode() != 0, stranger.toString());
        }
    }

    @Test
    void theUtilityOfAnotherVersionReadsASnapshot(@TempDir Path dir) {
        try (RealEtcd etcd = RealEtcd.start("3.5")) {
            etcd.load(10, 10);
            etcd.etcdctl("snapshot", "save", dir.resolve("s.db").toString()).orFail();

            CommandResult status = RealEtcd.etcdutlOf(
                    "3.7", "snapshot", "status", dir.resolve("s.db").toString(), "-w", "json");

            assertTrue(status.orFail().stdout().contains("\"totalKey\":"), status.stdout());
        }
    }

    @Test
    void threeMembersAgreeAndOutliveOne() {
        try (RealEtcdCluster cluster = RealEtcdCluster.start(EtcdRecipe.of("3.6"))) {
            cluster.members().get(0).etcdctl("put", "a", "b").orFail();
            cluster.members().get(0).kill();

            String value = cluster.members()
                    .get(1)
                    .etcdctl("get", "a", "--print-value-only")
                    .orFail()
                    .stdout();

            assertEquals("b\n", value);
        }
    }
}
