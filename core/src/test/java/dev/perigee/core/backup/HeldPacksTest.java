package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that holds rows for as long as any backup needs them. Nobody says how often backups come: once a day. */
class HeldPacksTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path state;

    private RealEtcd etcd;
    private Instant now = Instant.now();
    private final MemorySink memory = MemorySink.thatHoldsAsRetained(() -> now);

    @BeforeEach
    void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(100, 500);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private Bench keeping(int last) {
        return keeping(last, memory.reopen());
    }

    private Bench keeping(int last, StorageSink sink) {
        Bench bench = new Bench(state)
                .with("vault", sink, RetentionRules.keepLast(last))
                .formatted("vault", Format.PACKS);
        bench.clock = () -> now;
        return bench;
    }

    /** A day after the one before. */
    private Manifest backup(Bench by) throws Exception {
        now = now.plus(DAY);
        etcd.etcdctl("put", "changed", now.toString()).orFail();
        BackupResult result = by.backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), () -> result.toString());
        return stored(result.manifest());
    }

    private Manifest stored(Manifest made) throws Exception {
        ObjectKey key = Layout.STANDARD.manifest("prod", made.id());
        return ManifestJson.read("manifest", memory.get(key, 0).readAllBytes());
    }

    private Instant held(ObjectKey key) throws SinkException {
        return memory.heldUntil(key).orElseThrow();
    }

    private void assertHeldAsLongAs(Manifest backup) throws Exception {
        Instant until = held(Layout.STANDARD.manifest("prod", backup.id()));
        assertTrue(until.isAfter(now), until::toString);
        for (StoredObject pack : backup.packs()) {
            assertFalse(held(pack.key()).isBefore(until), () -> pack + " of " + backup.id());
        }
    }

    private static RemovalResult prune(Bench bench) throws Exception {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, Approval.granted());
    }

    @Test
    void rowsAreHeldUntilTheLastBackupThatNeedsThemIsLetGo() throws Exception {
        Manifest first = backup(keeping(2));
        Manifest last = first;
        for (int day = 0; day < 5; day++) {
            last = backup(keeping(2));
            assertHeldAsLongAs(last);
        }

        ObjectKey rows = first.body().key();
        assertTrue(last.packs().stream().anyMatch(pack -> pack.key().equals(rows)), last::toString);
        assertFalse(keeping(2).listed().contains(first.id()), "the first backup was let go");
        assertTrue(held(rows).isAfter(now.plus(DAY)), "its rows are held");
        assertEquals(Outcome.OK, keeping(2).verify(Verify.Depth.DEEP).outcome());
    }

    @Test
    void aBackupThatIsKeptForLongerHasItsRowsHeldForLonger() throws Exception {
        backup(keeping(2));
        Manifest second = backup(keeping(2));
        Instant before = held(second.packs().getLast().key());

        RemovalResult result = prune(keeping(30));

        assertEquals(Outcome.OK, result.outcome());
        assertHeldAsLongAs(second);
        assertTrue(held(second.packs().getLast().key()).isAfter(before.plus(DAY.multipliedBy(20))));
    }

    @Test
    void rowsThatSeveralBackupsNeedAreHeldOnceForTheLongestNeed() throws Exception {
        for (int day = 0; day < 4; day++) {
            backup(keeping(4));
        }
        FaultySink counted = new FaultySink(memory.reopen());

        prune(keeping(30, counted));

        // four manifests, four bodies; companions and signatures, which there are none of, are asked for
        assertTrue(counted.calls(Verb.HOLD) <= 4 * 4, () -> counted.calls(Verb.HOLD) + " holds");
    }

    @Test
    void rowsThatCanNotBeHeldMakeNoBackup() throws Exception {
        backup(keeping(3));
        FaultySink denying = new FaultySink(memory.reopen()).failEveryCall(Verb.HOLD, SinkException.Kind.DENIED);
        now = now.plus(DAY);

        BackupResult result = keeping(3, denying).backup(etcd.endpoint());

        assertEquals(Outcome.DENIED, result.outcome(), result::toString);
        assertEquals(1, keeping(3).listed().size());
        Manifest next = backup(keeping(3));
        assertHeldAsLongAs(next);
    }

    @Test
    void rowsThatNoBackupNeedsStayUntilTheirHoldHasEnded() throws Exception {
        Manifest first = backup(keeping(10));
        DurableFile.deleteTree(state.resolve("packs"));
        backup(keeping(10));
        Instant until = held(first.body().key());
        now = held(Layout.STANDARD.manifest("prod", first.id())).plusSeconds(1);
        backup(keeping(1));
        prune(keeping(1));
        assertFalse(keeping(1).listed().contains(first.id()));
        assertTrue(!until.isAfter(now));

        Optional<Line> line = orphan(prune(keeping(1)), first.body().key());
        assertTrue(line.isPresent(), "not at once");
        now = now.plus(DAY.multipliedBy(2));
        backup(keeping(1));
        prune(keeping(1));

        assertTrue(orphan(prune(keeping(1)), first.body().key()).isEmpty());
        assertEquals(List.of(), memory.list(first.body().key().value(), "", 1).objects());
    }

    private static Optional<Line> orphan(RemovalResult result, ObjectKey key) {
        return result.plan().sinks().getFirst().lines().stream()
                .filter(line -> line.orphan().equals(Optional.of(key)))
                .findFirst();
    }
}
