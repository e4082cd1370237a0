package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sink with packs, and several that write to it and remove from it. */
class PacksByManyTest {

    @TempDir
    Path folder;

    private RealEtcd etcd;
    private volatile Instant now = Instant.now();
    private final MemorySink memory = new MemorySink(() -> now);

    @BeforeEach
    void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(100, 500);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private Bench on(String machine, int keepLast) {
        Bench bench = new Bench(folder.resolve(machine))
                .with("shared", memory.reopen(), RetentionRules.keepLast(keepLast))
                .formatted("shared", Format.PACKS);
        bench.clock = () -> now;
        return bench;
    }

    private BackupId backup(Bench by) throws Exception {
        now = now.plusSeconds(2);
        etcd.etcdctl("put", "changed", now.toString()).orFail();
        BackupResult result = by.backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), result::toString);
        return result.manifest().id();
    }

    private static RemovalResult prune(Bench by, boolean only) throws Exception {
        Prune prune = new Prune(by.environment());
        return prune.run("prod", by.destinations(), false, only ? plan -> false : Approval.granted());
    }

    private void assertAllAreGood(Bench by) throws Exception {
        for (BackupId id : by.listed()) {
            VerifyResult proof = new Verify(by.environment())
                    .run("prod", by.destinations(), Selector.parse(id.toString()), Verify.Depth.DEEP, true);
            assertEquals(Outcome.OK, proof.outcome(), () -> id + ": " + proof);
        }
    }

    /** Thirteen hours a round, so that what is unneeded is swept while the others write. */
    @Test
    void noPackGoesThatAFreshBackupNamesHoweverManyWriteAndPruneAtOnce() throws Exception {
        Bench first = on("first", 2);
        Bench same = on("first", 2);
        Bench second = on("second", 3);
        for (int round = 0; round < 8; round++) {
            now = now.plus(Duration.ofHours(13));
            etcd.etcdctl("put", "changed/" + round, "x".repeat(300)).orFail();
            if (round == 5) {
                DurableFile.deleteTree(folder.resolve("second/packs")); // what it brought is needed no more
            }
            List<Callable<Outcome>> all = List.of(
                    () -> first.backup(etcd.endpoint()).outcome(),
                    () -> same.backup(etcd.endpoint()).outcome(),
                    () -> second.backup(etcd.endpoint()).outcome(),
                    () -> prune(first, false).outcome(),
                    () -> prune(second, false).outcome());
            List<Outcome> outcomes = FanOut.run(all);

            assertEquals(List.of(Outcome.OK, Outcome.OK, Outcome.OK), outcomes.subList(0, 3), "round " + round);
            assertAllAreGood(second);
        }
    }

    @Test
    void aMachineThatLostAllItKnewHarmsNoneOfTheOthersPacks() throws Exception {
        Bench first = on("first", 4);
        for (int i = 0; i < 3; i++) {
            backup(first);
            backup(on("second", 4));
        }
        DurableFile.deleteTree(folder.resolve("second"));

        Bench anew = on("second", 4);
        backup(anew);
        now = now.plus(Duration.ofHours(30));
        prune(anew, false);
        now = now.plus(Duration.ofHours(30));
        backup(first);
        prune(anew, false);

        assertAllAreGood(first);
        assertAllAreGood(anew);
    }

    @Test
    void aBackupTellsOfWhatItIsMadeAndWhoSharesIt() throws Exception {
        Bench bench = on("first", 10);
        BackupId first = backup(bench);
        BackupId second = backup(bench);
        BackupId third = backup(bench);
        BackupId alone = backup(on("second", 10));

        Shown shown = show(bench, second);

        assertEquals(2, shown.packs().get("shared").count());
        assertEquals(List.of(third, first), shown.packs().get("shared").backups());
        assertEquals(
                show(bench, first).packs().get("shared").ownBytes(),
                shown.packs().get("shared").othersBytes());
        assertEquals(List.of(), show(bench, alone).packs().get("shared").backups());
    }

    private static Shown show(Bench bench, BackupId id) throws Exception {
        return new Show(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), Selector.parse(id.toString()));
    }

    @Test
    void aDryRunSaysWhichRowsNoBackupNeedsThen() throws Exception {
        Bench bench = on("first", 10);
        List<BackupId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if (i == 1) {
                DurableFile.deleteTree(folder.resolve("first/packs")); // the second doesn't build on the first
            }
            ids.add(backup(bench));
        }

        List<ObjectKey> freed = prune(on("first", 1), true).plan().sinks().getFirst().lines().stream()
                .filter(line -> line.orphan().isPresent())
                .peek(line -> assertFalse(line.remove(), line::toString))
                .map(PacksByManyTest::rows)
                .toList();

        assertEquals(1, freed.size(), "the third builds on the second");
        assertTrue(freed.getFirst().value().contains(ids.getFirst().toString()), freed::toString);
    }

    private static ObjectKey rows(Line line) {
        assertTrue(line.reason().contains("that no backup needs then"), line::toString);
        return line.orphan().orElseThrow();
    }
}
