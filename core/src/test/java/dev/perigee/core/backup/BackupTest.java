package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.SnapshotRejected;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.test.relay.SnapshotRelay;
import dev.perigee.test.relay.StreamFault;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {

    private static RealEtcd etcd;
    private static SnapshotRelay relay;

    @TempDir
    Path state;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(200, 500);
        relay = SnapshotRelay.before(etcd.endpoint());
    }

    @AfterAll
    static void stop() {
        relay.close();
        etcd.close();
    }

    private Bench local(RetentionRules retention) {
        relay.inject(new StreamFault.None());
        return new Bench(state).withLocal(retention);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aBackupIsTakenProvenListedVerifiedAndFetched(String version) throws Exception {
        try (RealEtcd server = RealEtcd.start(version)) {
            server.load(100, 100);
            Bench bench = local(RetentionRules.KEEP_ALL);

            BackupResult result = bench.backup(server.endpoint());

            Manifest manifest = result.manifest();
            assertEquals(Outcome.OK, result.outcome());
            assertEquals(List.of(manifest.id()), bench.listed());
            assertEquals(liveHash(server.endpoint()), manifest.facts().hashKv());
            assertEquals(100, manifest.facts().liveKeys());
            VerifyResult verified = bench.verify(Verify.Depth.DEEP);
            assertEquals(Outcome.OK, verified.outcome(), () -> verified.toString());
            Path file = state.resolve("fetched.db");
            new Fetch(bench.environment())
                    .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), file);
            assertEquals(manifest.body().length(), Files.size(file));
            assertEquals(List.of(), bench.spooled());
        }
    }

    private static long liveHash(URI endpoint) throws Exception {
        try (EtcdConnection connection = EtcdConnection.open(EtcdSettings.of(List.of(endpoint)), endpoint)) {
            return connection.hashKv(0).hash();
        }
    }

    @Test
    void theOlderBackupGoesOnlyAfterTheNewerIsListed() throws Exception {
        Bench bench = local(RetentionRules.keepLast(1));
        BackupId older = bench.backup(etcd.endpoint()).manifest().id();
        bench.clock = () -> Instant.now().plusSeconds(1); // within one second, chance would order them
        bench.events.clear();

        BackupResult result = bench.backup(etcd.endpoint());

        BackupId newer = result.manifest().id();
        assertEquals(List.of(newer), bench.listed());
        assertEquals(List.of(older), result.sinks().getFirst().pruned());
        List<ProgressEvent> events = List.copyOf(bench.events);
        int done = events.indexOf(new ProgressEvent.SinkDone("local", newer.toString()));
        int pruned = events.indexOf(new ProgressEvent.Pruned("local", older.toString()));
        assertTrue(done >= 0 && done < pruned, events::toString);
    }

    @Test
    void whatRetentionCouldntRemoveIsSaidToBeThatAndNothingElse() throws Exception {
        MemorySink kept = new MemorySink();
        Bench bench = new Bench(state).with("offsite", kept, RetentionRules.keepLast(1));
        bench.backup(etcd.endpoint());
        FaultySink stubborn = new FaultySink(kept.reopen()).failEveryCall(Verb.DELETE, Kind.DENIED);
        bench = new Bench(state).with("offsite", stubborn, RetentionRules.keepLast(1));
        bench.clock = () -> Instant.now().plusSeconds(1);

        BackupResult.SinkResult result = bench.backup(etcd.endpoint()).sinks().getFirst();

        assertTrue(result.stored() && result.failure().isPresent() && result.unpruned(), result::toString);
    }

    record Spoiled(StreamFault fault, Check check) {}

    static List<Spoiled> spoiled() {
        return List.of(
                new Spoiled(new StreamFault.Cut(0), Check.ENDED_EARLY),
                new Spoiled(new StreamFault.Cut(40_000), Check.ENDED_EARLY),
                new Spoiled(new StreamFault.Break(40_000), Check.ENDED_EARLY),
                new Spoiled(new StreamFault.EmptyForever(40_000), Check.ENDED_EARLY),
                new Spoiled(new StreamFault.WrongDigest(), Check.WRONG_DIGEST),
                new Spoiled(new StreamFault.FlippedByte(30_000, false), Check.WRONG_DIGEST));
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void aSpoiledSnapshotIsNeverListedAndTheLastGoodCopyStays(Spoiled spoiled) throws Exception {
        Bench bench = local(RetentionRules.keepLast(1));
        BackupId good = bench.backup(relay.endpoint()).manifest().id();
        relay.inject(spoiled.fault());

        SnapshotRejected rejected = assertThrows(SnapshotRejected.class, () -> bench.backup(relay.endpoint()));

        assertEquals(spoiled.check(), rejected.check(), rejected::getMessage);
        assertEquals(Outcome.DAMAGED, rejected.outcome());
        assertEquals(List.of(good), bench.listed());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aDamagedTreeUnderAFittingDigestIsNeverListed() throws Exception {
        Bench bench = local(RetentionRules.keepLast(1));
        BackupId good = bench.backup(relay.endpoint()).manifest().id();
        Path file = state.resolve("saved.db");
        new SaveFile(bench.environment()).run(Bench.cluster(relay.endpoint()), file);
        relay.inject(new StreamFault.FlippedByte(flagsOfAPageWithKeys(file), true));

        SnapshotRejected rejected = assertThrows(SnapshotRejected.class, () -> bench.backup(relay.endpoint()));

        assertEquals(Check.DAMAGED, rejected.check(), rejected::getMessage);
        assertEquals(List.of(good), bench.listed());
        assertEquals(List.of(), bench.spooled());
    }

    /**
     * Where a page of the key bucket says what it is. Each snapshot makes etcd write its small pages anew, elsewhere; those
     * with keys stay while no key is written, and the check itself tells which of them are in use.
     */
    private static int flagsOfAPageWithKeys(Path snapshot) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(snapshot)).order(ByteOrder.LITTLE_ENDIAN);
        for (int page = 2 * 4096; page + 4096 < file.limit(); page += 4096) {
            boolean leafOfRevisions = file.getShort(page + 8) == 2 && file.getInt(page + 24) == 17;
            if (leafOfRevisions && isDamagedBy(file, page + 8, snapshot.resolveSibling("changed.db"))) {
                return page + 8;
            }
        }
        throw new AssertionError("no page of the snapshot holds keys");
    }

    private static boolean isDamagedBy(ByteBuffer file, int offset, Path changed) throws IOException {
        byte[] bytes = file.array().clone();
        bytes[offset] ^= (byte) 0xff;
        Files.write(changed, bytes);
        try (Snapshot opened = Snapshot.open(changed)) {
            opened.check(Checks.STATUS, Progress.NONE);
            return false;
        } catch (DamagedSnapshotException e) {
            return true;
        }
    }

    @Test
    void aFileIsSavedOnlyWhenProven() throws Exception {
        Bench bench = local(RetentionRules.KEEP_ALL);
        Path file = state.resolve("saved.db");
        new SaveFile(bench.environment()).run(Bench.cluster(relay.endpoint()), file);
        byte[] good = Files.readAllBytes(file);
        relay.inject(new StreamFault.WrongDigest());

        assertThrows(
                SnapshotRejected.class,
                () -> new SaveFile(bench.environment()).run(Bench.cluster(relay.endpoint()), file));

        assertArrayEquals(good, Files.readAllBytes(file));
        assertFalse(Files.exists(DurableFile.part(state.resolve("saved.db"))));
        assertTrue(etcd.etcdutl("snapshot", "status", file.toString()).orFail().exitCode() == 0);
    }

    @Test
    void aFetchThatCannotBeWrittenBlamesNoSink() throws Exception {
        Bench bench = local(RetentionRules.KEEP_ALL);
        bench.backup(etcd.endpoint());

        OperationException failure = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .run(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                Path.of("/proc/copy.db")));

        assertEquals(Outcome.INPUT_OUTPUT, failure.outcome());
        assertTrue(failure.getMessage().startsWith("can't write /proc/copy.db."), failure::getMessage);
    }

    @Test
    void aFetchIntoAFolderThatIsNotThereAsksNoSink() {
        OperationException failure = assertThrows(
                OperationException.class,
                () -> new Fetch(new Bench(state).environment())
                        .run(Sought.anywhere("prod", List.of()), new Selector.Latest(), state.resolve("gone/copy.db")));

        assertEquals("the directory " + state.resolve("gone") + " doesn't exist", failure.getMessage());
    }

    @Test
    void aManifestWithoutItsBodyIsDamageAndNamesIt() throws Exception {
        Bench bench = local(RetentionRules.KEEP_ALL);
        String key = bench.backup(etcd.endpoint()).manifest().body().key().value();
        Files.delete(state.resolve("backup").resolve(key));

        OperationException failure = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .run(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                state.resolve("copy.db")));

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertTrue(
                failure.getMessage().contains(key + " is missing, although its manifest is there"),
                failure::getMessage);
        assertFalse(Files.exists(state.resolve("copy.db")));
    }

    @Test
    void oneSinksFailureLosesNoOthersCopyAndIsMadeUpForLater() throws Exception {
        MemorySink offsite = new MemorySink();
        FaultySink down = new FaultySink(offsite.reopen()).failEveryCall(Verb.PUT, Kind.UNREACHABLE);
        Bench bench = local(RetentionRules.KEEP_ALL).with("offsite", down, RetentionRules.KEEP_ALL);
        BackupResult first = bench.backup(etcd.endpoint());
        assertEquals(Outcome.PARTIAL, first.outcome());
        assertTrue(first.sinks().get(0).stored());
        assertFalse(first.sinks().get(1).stored());
        assertEquals(
                Outcome.CONNECTION, first.sinks().get(1).failure().orElseThrow().outcome());

        BackupResult second =
                bench.with("offsite", offsite, RetentionRules.KEEP_ALL).backup(etcd.endpoint());

        assertEquals(Outcome.OK, second.outcome());
        assertEquals(List.of(first.manifest().id()), second.sinks().get(1).caughtUp());
        assertEquals(2, bench.verify(Verify.Depth.FULL).copies().size());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void withEtcdGoneTheSinksStillGetWhatTheyAreOwed() throws Exception {
        MemorySink offsite = new MemorySink();
        FaultySink down = new FaultySink(offsite.reopen()).failEveryCall(Verb.PUT, Kind.DENIED);
        Bench bench = new Bench(state).with("offsite", down, RetentionRules.KEEP_ALL);
        BackupResult first = bench.backup(etcd.endpoint());
        assertEquals(Outcome.DENIED, first.outcome());
        bench.with("offsite", offsite, RetentionRules.KEEP_ALL);

        OperationException failure =
                assertThrows(OperationException.class, () -> bench.backup(URI.create("http://127.0.0.1:1")));

        assertEquals(Outcome.CONNECTION, failure.outcome());
        assertEquals(List.of(first.manifest().id()), bench.listed());
    }

    @Test
    void manyRunsInOneSecondMakeManyBackups() throws Exception {
        Bench bench = local(RetentionRules.KEEP_ALL);

        List<Callable<BackupId>> runs = IntStream.range(0, 4)
                .<Callable<BackupId>>mapToObj(
                        run -> () -> bench.backup(etcd.endpoint()).manifest().id())
                .toList();
        Set<BackupId> made = new TreeSet<>(FanOut.run(runs));

        assertEquals(4, made.size());
        assertEquals(made, new TreeSet<>(bench.listed()));
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsOneClearError() throws Exception {
        Path file = Files.writeString(state.resolve("file"), "in the way");

        OperationException failure = assertThrows(
                OperationException.class, () -> StateDirectory.open(file.resolve("state"), Timing.system()));

        assertEquals(Outcome.INPUT_OUTPUT, failure.outcome());
        assertTrue(failure.hint().orElseThrow().contains("--state-dir"));
    }
}
