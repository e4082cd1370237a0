package dev.perigee.core.restore;

import static dev.perigee.core.restore.SyntheticDatabase.ascii;
import static dev.perigee.core.restore.SyntheticDatabase.hex;
import static dev.perigee.core.restore.SyntheticDatabase.number;
import static dev.perigee.core.restore.SyntheticDatabase.revision;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the proof, a server starts from: sound pages around records that only a hostile hand writes. */
class CraftedSnapshotTest {

    private static final long LIMIT = 1L << 62;
    private static final byte[] GARBAGE = ascii("garbage!");

    @TempDir
    Path dir;

    /** Each of these made etcd 3.6 panic when it started, or with the first write. */
    private static Map<String, SyntheticDatabase> refused() {
        Map<String, SyntheticDatabase> all = new TreeMap<>();
        all.put("the last transaction that there can be", base().transaction(-1));
        all.put("the last but one", base().transaction(-2));
        all.put("a transaction beyond half of the range", base().transaction(LIMIT));
        all.put("a finished compaction at the end", meta("finishedCompactRev", revision(Long.MAX_VALUE, 0)));
        all.put("a scheduled compaction at the end", meta("scheduledCompactRev", revision(Long.MAX_VALUE, 0)));
        all.put("a scheduled compaction beyond half", meta("scheduledCompactRev", revision(LIMIT, 0)));
        all.put("a row at the end", base().row(Long.MAX_VALUE, 0, "last", 10));
        all.put("a row beyond half of the range", base().row(LIMIT, 0, "last", 10));
        all.put("an auth revision of two bytes", base().set("auth", "authRevision", hex("0001")));
        all.put("an auth revision of no byte", base().set("auth", "authRevision", hex("")));
        all.put("a user that is no message", base().set("authUsers", "root", GARBAGE));
        all.put("a user whose name is a number", base().set("authUsers", "root", hex("0805")));
        all.put("a role that is no message", base().set("authRoles", "root", GARBAGE));
        all.put("a role whose permission is none", base().set("authRoles", "root", hex("12020a01")));
        all.put("a lease whose id is a text", base().set("lease", number(7), hex("0a0107")));
        all.put("an alarm whose member is a text", base().set("alarm", hex("0a0107"), hex("")));
        all.put("a cluster version that is none", base().set("cluster", "clusterVersion", GARBAGE));
        all.put("a cluster version of no byte", base().set("cluster", "clusterVersion", hex("")));
        all.put("a cluster version of two parts", base().set("cluster", "clusterVersion", ascii("3.5")));
        all.put("a storage version before there were any", meta("storageVersion", ascii("3.4.0")));
        all.put("a downgrade that can't be read", base().set("cluster", "downgrade", GARBAGE));
        all.put(
                "a downgrade to nowhere",
                base().set("cluster", "downgrade", ascii("{\"target-version\":\"x\",\"enabled\":true}")));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> whatNoServerStartsFromIsDamage() {
        return refused().entrySet().stream()
                .map(craft -> DynamicTest.dynamicTest(craft.getKey(), () -> assertRefused(craft.getValue())));
    }

    private void assertRefused(SyntheticDatabase database) throws IOException {
        Path place = Files.createTempDirectory(dir, "refused");
        Path source = database.snapshot(place.resolve("source.db"));
        DamagedSnapshotException damage = assertThrows(DamagedSnapshotException.class, () -> {
            try (Snapshot snapshot = Snapshot.open(source)) {
                snapshot.check(Checks.ALL, Progress.NONE);
            }
        });
        assertEquals(1, damage.findings().size(), damage::getMessage);
        OperationException refusal = assertThrows(
                OperationException.class,
                () -> RestoredCluster.restore(source, place.resolve("data"), 1, RestoreRequest.Data.AS_IT_IS));
        assertEquals(Outcome.DAMAGED, refusal.outcome());
    }

    /** Strange, but servers take it: everything together, as near to the limits as the proof lets it. */
    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void whatIsOnlyStrangeStarts(String version) throws Exception {
        SyntheticDatabase database = base().transaction(LIMIT - 1_000)
                .row(LIMIT - 1_000, Long.MAX_VALUE, "late", 10)
                .set("meta", "scheduledCompactRev", revision(LIMIT - 2_000, 0))
                .set("meta", "finishedCompactRev", revision(20, 0))
                .set("meta", "consistent_index", number(-1))
                .set("meta", "term", number(-1))
                .set("meta", "confState", GARBAGE)
                .set("auth", "authRevision", number(-1))
                .set("auth", "authEnabled", hex(""))
                .set("authUsers", "nobody", hex(""))
                .set("lease", number(7), hex("080710ffffffffffffffff7f"))
                .set("lease", number(8), hex("080810ffffffffffffffffff01"))
                .set("lease", number(-1), hex("08ffffffffffffffffff01100a"))
                .set("members", "0", ascii("{\"id\":0,\"peerURLs\":[\"http://x:2380\"],\"name\":\"zero\"}"))
                .set("members_removed", "zz", ascii("removed"));
        Path source = database.snapshot(dir.resolve("source.db"));

        try (RestoredCluster cluster =
                RestoredCluster.restore(source, dir.resolve("data"), 1, RestoreRequest.Data.AS_IT_IS)) {
            cluster.start(version).assertWrites("v");
            cluster.restart();
            assertTrue(SampleSnapshot.revision(cluster.first()) > LIMIT - 1_000);
        }
    }

    private static SyntheticDatabase base() {
        return new SyntheticDatabase().rows(2, 50, 20);
    }

    private static SyntheticDatabase meta(String key, byte[] value) {
        return base().set("meta", key, value);
    }
}
