package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was stored as rows, restored, and booted by the etcd that it came from. */
class PackedRestoreTest {

    @TempDir
    Path dir;

    private Instant now = Instant.now();

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void itBootsWithTheSameHashKvAndTheSameKeys(String version) throws Exception {
        Bench bench = new Bench(dir.resolve("state"))
                .withLocal(RetentionRules.KEEP_ALL)
                .formatted("local", Format.PACKS);
        bench.clock = () -> now;
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(200, 1_000);
            BackupResult last = backup(bench, etcd);
            for (int round = 0; round < 3; round++) {
                change(etcd, round);
                last = backup(bench, etcd);
            }
            String hash = hashKv(etcd);
            String keys = etcd.etcdctl("get", "", "--prefix").orFail().stdout();
            Path file = dir.resolve("fetched.db");
            new Fetch(bench.environment())
                    .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), file);

            assertTrue(hash.contains("" + last.manifest().facts().hashKv()), hash);
            try (RestoredCluster restored =
                    RestoredCluster.restore(file, dir.resolve("restored"), 1, RestoreRequest.Data.AS_IT_IS)) {
                restored.start(version);
                assertEquals(
                        keys,
                        restored.first().etcdctl("get", "", "--prefix").orFail().stdout());
                assertEquals(hash, hashKv(restored.first()));
            }
        }
    }

    private BackupResult backup(Bench bench, RealEtcd etcd) throws Exception {
        now = now.plusSeconds(2);
        BackupResult result = bench.backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), result::toString);
        return result;
    }

    private static void change(RealEtcd etcd, int round) {
        etcd.etcdctl("put", "round/" + round, "x".repeat(500)).orFail();
        etcd.etcdctl("put", "counter", "" + round).orFail();
        etcd.etcdctl("del", "round/" + (round - 1)).orFail();
        String status =
                etcd.etcdctl("endpoint", "status", "-w", "json").orFail().stdout();
        etcd.etcdctl("compact", "--physical", status.replaceAll("(?s).*\"revision\":([0-9]+).*", "$1"))
                .orFail();
        etcd.etcdctl("defrag").orFail();
    }

    private static String hashKv(RealEtcd etcd) {
        String said = etcd.etcdctl("endpoint", "hashkv", "-w", "json").orFail().stdout();
        return said.replaceAll("(?s).*\"hash\":([0-9]+).*", "$1");
    }
}
