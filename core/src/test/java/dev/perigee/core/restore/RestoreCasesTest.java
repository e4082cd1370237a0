package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases of every odd shape, restored and started by a real server. bbolt's own checker looks at each file before and
 * after, and each takes a write.
 */
@Tag("matrix")
class RestoreCasesTest {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(4);
    private static final RestoreRequest.Data AS_IT_IS = RestoreRequest.Data.AS_IT_IS;
    private static final RestoreRequest.Data UNCHECKED =
            new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty());
    private static final RestoreRequest.Data COMPACTED =
            new RestoreRequest.Data(false, true, Optional.empty(), false, Optional.empty());

    @TempDir
    static Path dir;

    private interface Maker {
        Path make(Path file) throws Exception;
    }

    private interface Look {
        void at(RestoredCluster cluster, Path source) throws Exception;
    }

    @AfterAll
    static void endPool() {
        POOL.shutdownNow();
    }

    @TestFactory
    List<DynamicTest> everyShapeStarts() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int pageSize : new int[] {1024, 4096, 16384, 65536}) {
            tests.add(starts(
                    "pages of " + pageSize,
                    AS_IT_IS,
                    file -> new SyntheticDatabase()
                            .pageSize(pageSize)
                            .rows(2, 3_000, 100)
                            .snapshot(file)));
            tests.add(starts(
                    "pages of " + pageSize + ", rebuilt",
                    COMPACTED,
                    file -> new SyntheticDatabase()
                            .pageSize(pageSize)
                            .rows(2, 3_000, 100)
                            .snapshot(file)));
        }
        tests.add(starts("no key", AS_IT_IS, file -> new SyntheticDatabase().snapshot(file)));
        tests.add(starts(
                "one key",
                AS_IT_IS,
                file -> new SyntheticDatabase().rows(2, 1, 1).snapshot(file)));
        tests.add(starts(
                "only a tombstone",
                AS_IT_IS,
                file -> new SyntheticDatabase().tombstone(5, "gone").snapshot(file)));
        tests.add(starts(
                "values of 1.5 MiB",
                AS_IT_IS,
                file -> new SyntheticDatabase().rows(2, 5, 1_572_864).snapshot(file)));
        tests.add(starts(
                "values of 1.5 MiB, rebuilt",
                COMPACTED,
                file -> new SyntheticDatabase().rows(2, 5, 1_572_864).snapshot(file)));
        tests.add(starts(
                "a million rows",
                AS_IT_IS,
                file -> new SyntheticDatabase().rows(2, 1_000_000, 4).snapshot(file)));
        tests.add(starts(
                "a million rows, rebuilt",
                COMPACTED,
                file -> new SyntheticDatabase().rows(2, 1_000_000, 4).snapshot(file)));
        tests.add(starts("ten thousand rows in one revision", AS_IT_IS, RestoreCasesTest::oneLargeTransaction));
        tests.add(starts("twenty thousand leases", AS_IT_IS, file -> leases(file, 20_000)));
        tests.add(in("a hundred thousand leases", RestoreCasesTest::manyLeasesComeAlong));
        tests.add(starts("a root of many branches", AS_IT_IS, RestoreCasesTest::largeRoot));
        tests.add(starts("a root of many branches, rebuilt", COMPACTED, RestoreCasesTest::largeRoot));
        tests.add(starts(
                "a stored freelist",
                UNCHECKED,
                file -> new SyntheticDatabase().rows(2, 100, 10).withStoredFreelist(file, 3)));
        tests.add(starts(
                "a stored freelist of 70000 pages",
                UNCHECKED,
                file -> new SyntheticDatabase().pageSize(1024).rows(2, 100, 10).withStoredFreelist(file, 70_000)));
        tests.add(starts(
                "removed members",
                AS_IT_IS,
                file -> new SyntheticDatabase()
                        .set("members_removed", "beef", SyntheticDatabase.ascii("removed"))
                        .snapshot(file)));
        return tests;
    }

    private static Path oneLargeTransaction(Path file) {
        SyntheticDatabase database = new SyntheticDatabase();
        for (int sub = 0; sub < 10_000; sub++) {
            database.row(2, sub, "key%05d".formatted(sub), 10);
        }
        return database.snapshot(file);
    }

    /** Of so many, etcd 3.6 itself is busy for long after every election: they are only read again. */
    private static void manyLeasesComeAlong() throws Exception {
        Path work = Files.createTempDirectory(dir, "leases");
        Path source = leases(work.resolve("source.db"), 100_000);
        for (RestoreRequest.Data data : List.of(AS_IT_IS, COMPACTED)) {
            Path target = work.resolve("compact-" + data.compact());
            try (RestoredCluster cluster = RestoredCluster.restore(source, target, 1, data);
                    Snapshot restored = Snapshot.open(database(cluster))) {
                assertEquals(100_000, restored.leases().size());
                assertBboltFindsNothing(database(cluster));
            }
        }
    }

    private static Path leases(Path file, int count) {
        SyntheticDatabase database = new SyntheticDatabase().rows(2, 10, 10);
        for (long id = 0x10000000L; id < 0x10000000L + count; id++) {
            // ID as a varint of five bytes, TTL 3600.
            byte[] lease = {8, 0, 0, 0, 0, 0, 0x10, (byte) 0x90, 0x1C};
            for (int i = 0; i < 5; i++) {
                lease[1 + i] = (byte) (id >>> 7 * i & 0x7F | (i < 4 ? 0x80 : 0));
            }
            database.set("lease", SyntheticDatabase.number(id), lease);
        }
        return database.snapshot(file);
    }

    /** Servers don't mind buckets they don't know. */
    private static Path largeRoot(Path file) {
        SyntheticDatabase database = new SyntheticDatabase().rows(2, 10, 10);
        for (int i = 0; i < 30; i++) {
            database.bucketOf("unknown%02d".formatted(i), 4, 200);
        }
        return database.snapshot(file);
    }

    @TestFactory
    List<DynamicTest> whatTheDatabaseCarriesComesAlongOrIsDropped() {
        return List.of(
                in("an alarm blocks writes until it is disarmed", () -> {
                    try (RestoredCluster cluster =
                            restored("alarm", AS_IT_IS, alarmed()).startInTrouble("3.6")) {
                        CommandResult refused = cluster.first().etcdctl("put", "a", "b");
                        assertNotEquals(0, refused.exitCode());
                        assertTrue(refused.stderr().contains("space exceeded"), refused.stderr());
                        cluster.first().etcdctl("alarm", "disarm").orFail();
                        cluster.assertWrites("x");
                    }
                }),
                in("a dropped alarm blocks nothing", () -> {
                    RestoreRequest.Data drop =
                            new RestoreRequest.Data(false, false, Optional.empty(), true, Optional.empty());
                    try (RestoredCluster cluster =
                            restored("dropped", drop, alarmed()).start("3.6")) {
                        cluster.assertWrites("x");
                    }
                }),
                in("a learner of the source is nobody in the new cluster", () -> {
                    SyntheticDatabase database = new SyntheticDatabase()
                            .rows(2, 10, 10)
                            .set(
                                    "members",
                                    "beef",
                                    SyntheticDatabase.ascii(
                                            "{\"id\":48879,\"peerURLs\":[\"http://l:1\"],\"isLearner\":true}"));
                    try (RestoredCluster cluster =
                            restored("learner", AS_IT_IS, database).start("3.7")) {
                        cluster.assertWrites("x");
                        String members = cluster.first()
                                .etcdctl("member", "list")
                                .orFail()
                                .stdout();
                        assertEquals(1, members.lines().count(), members);
                    }
                }),
                in("a compaction that was asked for is made", () -> {
                    SyntheticDatabase database = new SyntheticDatabase()
                            .rows(2, 100, 10)
                            .set("meta", "scheduledCompactRev", SyntheticDatabase.revision(50, 0));
                    try (RestoredCluster cluster =
                            restored("compaction", AS_IT_IS, database).start("3.6")) {
                        assertCompacted(cluster.first(), 49);
                        cluster.assertWrites("x");
                    }
                }),
                in("auth stays on", RestoreCasesTest::authStaysOn),
                in("a downgrade under way stops 3.5 and is removed with a target version", () -> {
                    SyntheticDatabase database = new SyntheticDatabase()
                            .rows(2, 10, 10)
                            .set(
                                    "cluster",
                                    "downgrade",
                                    SyntheticDatabase.ascii("{\"target-version\":\"3.4.0\",\"enabled\":true}"));
                    RestoreRequest.Data told =
                            new RestoreRequest.Data(false, false, Optional.empty(), false, Optional.of("3.5"));
                    try (RestoredCluster cluster =
                            restored("downgrade", told, database).start("3.5")) {
                        cluster.assertWrites("x");
                    }
                }));
    }

    @TestFactory
    List<DynamicTest> clustersOfEveryKindStart() {
        return List.of(
                in("five members", () -> startsAs(5, "http://127.0.0.1")),
                in("a peer URL of IPv6", () -> startsAs(1, "http://[::1]")),
                in("a peer URL of a socket", () -> startsAs(1, "unix://localhost")),
                in("a peer URL of a name", () -> startsAs(1, "http://etcd-0.example.org")));
    }

    private static void startsAs(int members, String peerHost) throws Exception {
        Path work = Files.createTempDirectory(dir, "cluster");
        Path source = new SyntheticDatabase().rows(2, 10, 10).snapshot(work.resolve("source.db"));
        try (RestoredCluster cluster =
                RestoredCluster.restore(source, work.resolve("data"), members, peerHost, AS_IT_IS)) {
            cluster.start("3.6");
            cluster.assertWrites("x");
            List<String> listed = cluster.first()
                    .etcdctl("member", "list")
                    .orFail()
                    .stdout()
                    .lines()
                    .toList();
            assertEquals(members, listed.size(), listed.toString());
            assertTrue(listed.stream().allMatch(line -> line.contains(peerHost + ":")), listed.toString());
        }
    }

    private static SyntheticDatabase alarmed() {
        return new SyntheticDatabase()
                .rows(2, 10, 10)
                .set("alarm", SyntheticDatabase.hex("08ee8ecda4800a1001"), new byte[0]);
    }

    private static void authStaysOn() throws Exception {
        Path work = Files.createTempDirectory(dir, "auth");
        Path file = work.resolve("source.db");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("user", "add", "root:secret").orFail();
            etcd.etcdctl("user", "grant-role", "root", "root").orFail();
            etcd.etcdctl("put", "a", "b").orFail();
            etcd.etcdctl("auth", "enable").orFail();
            etcd.etcdctl("--user=root:secret", "snapshot", "save", file.toString())
                    .orFail();
        }
        try (RestoredCluster cluster =
                RestoredCluster.restore(file, work.resolve("data"), 1, AS_IT_IS).start("3.6")) {
            assertNotEquals(0, cluster.first().etcdctl("get", "a").exitCode());
            String value = cluster.first()
                    .etcdctl("--user=root:secret", "get", "a", "--print-value-only")
                    .orFail()
                    .stdout();
            assertEquals("b", value.strip());
        }
    }

    @TestFactory
    List<DynamicTest> aBumpRaisesTheRevisionAndCompactsWhatWasBefore() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String server : List.of("3.4", "3.5", "3.6", "3.7")) {
            for (boolean compact : new boolean[] {false, true}) {
                for (int rows : new int[] {0, 3, 5_000}) {
                    String name = server + ", " + rows + " rows" + (compact ? ", rebuilt" : "");
                    tests.add(in(name, () -> bumps(server, compact, rows)));
                }
            }
        }
        return tests;
    }

    private static void bumps(String server, boolean compact, int rows) throws Exception {
        RestoreRequest.Data bump = new RestoreRequest.Data(
                false, compact, Optional.of(new RevisionBump.By(1_000_000_000)), false, Optional.empty());
        SyntheticDatabase database = new SyntheticDatabase().rows(2, rows, 20);
        long bumped = (rows == 0 ? 0 : rows + 1) + 1_000_000_000L;
        String name = "bump-" + server + "-" + compact + "-" + rows;
        try (RestoredCluster cluster = restored(name, bump, database).start(server)) {
            assertEquals(bumped, SampleSnapshot.revision(cluster.first()));
            assertCompacted(cluster.first(), bumped - 1);
            cluster.assertWrites("x");
            assertEquals(bumped + 1, SampleSnapshot.revision(cluster.first()));
        }
    }

    private static void assertCompacted(RealEtcd etcd, long revision) {
        CommandResult old = etcd.etcdctl("get", "any", "--rev=" + revision);
        assertNotEquals(0, old.exitCode());
        assertTrue(old.stderr().contains("compacted"), old.stderr());
    }

    private DynamicTest starts(String name, RestoreRequest.Data data, Maker maker) {
        return in(name, () -> {
            Path work = Files.createTempDirectory(dir, "case");
            Path source = maker.make(work.resolve("source.db"));
            try (RestoredCluster cluster = RestoredCluster.restore(source, work.resolve("data"), 1, data)) {
                Path db = database(cluster);
                assertBboltFindsNothing(db);
                RealEtcd.etcdutlOf("3.7", "snapshot", "status", db.toString()).orFail();
                cluster.start("3.6");
                sameContent().at(cluster, source);
                cluster.assertWrites("x");
                cluster.first().stop();
                assertBboltFindsNothing(db);
            }
        });
    }

    private static Look sameContent() {
        return (cluster, source) -> {
            try (Snapshot snapshot = Snapshot.open(source)) {
                HashKv hash = snapshot.hashKv(0, (done, total) -> {});
                cluster.assertHashKv(hash.revision(), hash.hash() + " compacted at " + hash.compactRevision());
            }
        };
    }

    private static RestoredCluster restored(String name, RestoreRequest.Data data, SyntheticDatabase database)
            throws Exception {
        Path work = Files.createTempDirectory(dir, name);
        return RestoredCluster.restore(database.snapshot(work.resolve("source.db")), work.resolve("data"), 1, data);
    }

    private static Path database(RestoredCluster cluster) {
        return cluster.result().plan().members().getFirst().dataDir().resolve("member/snap/db");
    }

    private static void assertBboltFindsNothing(Path db) {
        String bbolt = InstalledServer.binary("bbolt", "bbolt").toString();
        assertEquals(
                "OK",
                Command.run(Map.of(), List.of(bbolt, "check", db.toString()))
                        .orFail()
                        .stdout()
                        .strip());
    }

    private static DynamicTest in(String name, SideBySide.Work work) {
        return SideBySide.test(POOL, name, work);
    }
}
