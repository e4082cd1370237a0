package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.snapshot.RealSnapshots.etcdctl;
import static dev.perigee.etcd.format.snapshot.RealSnapshots.save;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says of real servers' snapshots what etcd's own tools, and the servers themselves, say of them. */
class RealSnapshotTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aStoreIsReadAsEtcdsToolsReadIt(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            SnapshotFacts empty = agrees(save(etcd, directory, "empty"));
            assertEquals(0, empty.rows());

            etcdctl(etcd, "put", "one", "1");
            assertEquals(1, agrees(save(etcd, directory, "one")).liveKeys());

            etcdctl(etcd, "del", "one");
            assertEquals(0, agrees(save(etcd, directory, "deleted")).liveKeys());
            agreesWithTheServer(etcd, save(etcd, directory, "deleted"));

            etcdctl(etcd, "compact", "3");
            agreesWithTheServer(etcd, save(etcd, directory, "compacted-away"));

            Path busy = RealSnapshots.busy(etcd, directory);
            SnapshotFacts facts = agrees(busy);
            agreesWithTheServer(etcd, busy);
            assertEquals(1, facts.leases());
            assertEquals(15, facts.compactRevision());
            assertEquals(Optional.of(etcd.version() + ".0"), facts.clusterVersion());
            assertEquals(version.compareTo("3.5") < 0, facts.term().isEmpty());
            assertEquals(version.compareTo("3.6") < 0, facts.storageVersion().isEmpty());
            assertEquals(
                    List.of(etcd.endpoint().toString()),
                    facts.members().getFirst().clientUrls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void hashKvAgreesAtEveryRevisionThatIsHeld(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            Path file = RealSnapshots.busy(etcd, directory);
            try (Snapshot snapshot = Snapshot.open(file)) {
                SnapshotFacts facts =
                        snapshot.check(Checks.STATUS, Progress.NONE).facts();
                for (long revision = 15; revision <= facts.currentRevision(); revision++) {
                    assertEquals(etcdutlHashKv(file, revision), snapshot.hashKv(revision, Progress.NONE));
                }
                long next = facts.currentRevision() + 1;
                assertThrows(RevisionNotHeldException.class, () -> snapshot.hashKv(14, Progress.NONE));
                assertThrows(RevisionNotHeldException.class, () -> snapshot.hashKv(next, Progress.NONE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void alarmsAndUsersAreReported(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version, "--quota-backend-bytes=200000")) {
            for (int i = 0; i < 10; i++) {
                etcd.etcdctl("put", "filler" + i, "x".repeat(50_000));
            }
            RealSnapshots.auth(etcd);
            Path file = directory.resolve("auth-" + version + ".db");
            etcdctl(etcd, "--user=root:secret", "snapshot", "save", file.toString());

            SnapshotFacts facts = agrees(file);

            assertTrue(facts.authEnabled());
            assertEquals(1, facts.alarms().size());
            assertEquals("NOSPACE", facts.alarms().getFirst().typeName());
            assertEquals(
                    facts.members().getFirst().id(), facts.alarms().getFirst().memberId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void largeValuesAndACopiedDatabaseAreRead(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(4, 1_000_000);
            etcd.load(40, 4_096);
            agrees(save(etcd, directory, "large"));
            etcd.stop();
            Path copy = Files.copy(
                    etcd.dataDir().resolve("member/snap/db"), directory.resolve("copied-" + version + ".db"));

            agrees(copy);
            try (Snapshot snapshot = Snapshot.open(copy)) {
                assertEquals(Trailer.MISSING, snapshot.trailer(Progress.NONE));
            }
        }
    }

    /** Compares with both ways of counting, the status hash, the size, the version and HashKV; returns the facts. */
    private SnapshotFacts agrees(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotProof proof = snapshot.check(Checks.ALL, Progress.NONE);
            SnapshotFacts facts = proof.facts();
            JsonObject old = status("3.5", file);
            JsonObject now = status("3.6", file);
            assertEquals(number(now, "hash"), facts.hash());
            assertEquals(number(now, "revision"), facts.revision());
            assertEquals(number(now, "totalKey"), facts.liveKeys());
            assertEquals(number(now, "totalSize"), facts.totalSize());
            assertEquals(
                    now.string("version").orElseThrow(), facts.storageVersion().orElse(""));
            assertEquals(number(old, "totalKey"), facts.totalEntries());
            HashKv hashKv = etcdutlHashKv(file, 0);
            assertEquals(Optional.of(hashKv), proof.hashKv());
            assertEquals(hashKv, snapshot.hashKv(0, Progress.NONE));
            assertEquals(hashKv.revision(), facts.currentRevision());
            assertEquals(hashKv.revision(), snapshot.currentRevision());
            assertEquals(facts.members(), snapshot.members());
            return facts;
        }
    }

    private static void agreesWithTheServer(RealEtcd etcd, Path file) throws IOException {
        String json = etcd.etcdctl("endpoint", "hashkv", "-w", "json").orFail().stdout();
        JsonArray answer = (JsonArray) Json.parse(json);
        JsonObject live =
                ((JsonObject) answer.values().getFirst()).object("HashKV").orElseThrow();
        try (Snapshot snapshot = Snapshot.open(file)) {
            HashKv ours = snapshot.hashKv(0, Progress.NONE);
            assertEquals(number(live, "hash"), ours.hash());
            assertEquals(number(live, "compact_revision"), ours.compactRevision());
            assertEquals(number(live.object("header").orElseThrow(), "revision"), ours.revision());
            SnapshotProof proof = snapshot.check(new Checks(true, OptionalLong.of(ours.revision())), Progress.NONE);
            assertEquals(Optional.of(Trailer.OK), proof.trailer());
            assertEquals(Optional.of(ours), proof.hashKv());
        }
    }

    private static JsonObject status(String version, Path file) throws IOException {
        return Json.parseObject(bytes(RealEtcd.etcdutlOf(version, "snapshot", "status", file.toString(), "-w", "json")
                .orFail()
                .stdout()));
    }

    /** On a copy: the tool may compact the file that it reads. */
    private HashKv etcdutlHashKv(Path file, long revision) throws IOException {
        Path copy = Files.copy(file, directory.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
        JsonObject json = Json.parseObject(
                bytes(RealEtcd.etcdutlOf("3.7", "hashkv", copy.toString(), "--rev=" + revision, "-w", "json")
                        .orFail()
                        .stdout()));
        return new HashKv(number(json, "hash"), number(json, "hashRevision"), number(json, "compactRevision"));
    }

    private static long number(JsonObject object, String name) throws IOException {
        return object.number(name)
                .orElseThrow(() -> new AssertionError(name + " is missing in " + object))
                .asLong();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
