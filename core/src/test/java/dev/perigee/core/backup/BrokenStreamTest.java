package dev.perigee.core.backup;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.source.SnapshotRejected;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.relay.SnapshotRelay;
import dev.perigee.test.relay.StreamFault;
import dev.perigee.test.servers.FaultProxy;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of nine MiB and more that end, stand still or lose their member half-way: into sinks, and into a file. */
class BrokenStreamTest {

    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RealEtcd etcd;
    private static SnapshotRelay relay;
    private static FaultProxy proxy;

    @TempDir
    Path folder;

    private Bench bench;
    private BackupId good;
    private Path file;
    private byte[] saved;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(10, 1_000_000);
        relay = SnapshotRelay.before(etcd.endpoint());
        proxy = FaultProxy.before("127.0.0.1", etcd.endpoint().getPort());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        relay.close();
        etcd.close();
    }

    /** One good backup and one good file, which everything that follows must leave as they are. */
    @BeforeEach
    void begin() throws Exception {
        relay.inject(new StreamFault.None());
        bench = new Bench(folder.resolve("state")).withLocal(RetentionRules.keepLast(1));
        good = bench.backup(etcd.endpoint()).manifest().id();
        file = folder.resolve("saved.db");
        save(etcd.endpoint());
        saved = Files.readAllBytes(file);
        bench.events.clear();
    }

    /** Whatever happened, what is listed is good, and nothing lies about. */
    @AfterEach
    void nothingIsLost() throws Exception {
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.DEEP).outcome());
        assertEquals(1, bench.listed().size());
        assertEquals(List.of(), bench.spooled());
        try (Stream<Path> beside = Files.list(folder)) {
            assertEquals(
                    List.of("saved.db", "state"),
                    beside.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    private SavedFile save(URI endpoint) throws OperationException {
        return save(Bench.cluster(endpoint));
    }

    private SavedFile save(ClusterSettings cluster) throws OperationException {
        return new SaveFile(bench.environment()).run(cluster, file);
    }

    private void theGoodOnesStay() throws Exception {
        assertEquals(List.of(good), bench.listed());
        assertArrayEquals(saved, Files.readAllBytes(file));
    }

    static IntStream mebibytes() {
        return IntStream.rangeClosed(1, 9);
    }

    @ParameterizedTest
    @MethodSource("mebibytes")
    void aStreamThatEndsAfterSoManyMebibytesIsNeverListed(int mebibytes) throws Exception {
        relay.inject(new StreamFault.Cut((long) mebibytes * MIB));

        SnapshotRejected backup = assertThrows(SnapshotRejected.class, () -> bench.backup(relay.endpoint()));
        SnapshotRejected saving = assertThrows(SnapshotRejected.class, () -> save(relay.endpoint()));

        for (SnapshotRejected rejected : List.of(backup, saving)) {
            assertEquals(Check.ENDED_EARLY, rejected.check());
            assertTrue( // of how many, etcd knows: its database may have grown since it was saved
                    rejected.getMessage().matches(".*ended early: " + mebibytes * MIB + " of 1[0-9]{7} bytes came.*"),
                    rejected::getMessage);
        }
        theGoodOnesStay();
    }

    @Test
    void aStreamThatBreaksOffIsTriedAgain() throws Exception {
        relay.inject(new StreamFault.Break(5 * MIB));
        int before = relay.snapshots();

        SnapshotRejected rejected = assertThrows(SnapshotRejected.class, () -> save(relay.endpoint()));

        assertEquals(Check.ENDED_EARLY, rejected.check());
        assertEquals(3, relay.snapshots() - before);
        assertEquals(2, retries());
        theGoodOnesStay();
    }

    @Test
    void aStreamThatStandsStillIsGivenUpAndSaysForHowLong() throws Exception {
        relay.inject(new StreamFault.Stall(5 * MIB));
        ClusterSettings impatient = idlingAtMost(Duration.ofSeconds(1));

        OperationException saving = assertThrows(OperationException.class, () -> save(impatient));
        OperationException backup = assertThrows(
                OperationException.class,
                () -> new Backup(bench.environment())
                        .run(new Job("default", impatient, Optional.empty(), bench.destinations())));

        for (OperationException failure : List.of(saving, backup)) {
            assertEquals(Outcome.CONNECTION, failure.outcome());
            assertTrue(
                    failure.getMessage().contains("the snapshot stands still: no byte for 1 s"), failure::getMessage);
        }
        theGoodOnesStay();
    }

    private static ClusterSettings idlingAtMost(Duration idle) {
        EtcdSettings plain = EtcdSettings.of(List.of(relay.endpoint()));
        return new ClusterSettings(
                "prod",
                true,
                new EtcdSettings(
                        plain.endpoints(),
                        plain.tls(),
                        plain.credentials(),
                        plain.dialTimeout(),
                        plain.commandTimeout(),
                        idle));
    }

    @Test
    void aMemberThatRestartsHalfWayCostsAnAttempt() throws Exception {
        try (Held held = new Held()) {
            etcd.kill();
            etcd.launchAgain();
            etcd.awaitHealthy();
            held.letGo();

            BackupResult result = held.result();

            assertEquals(Outcome.OK, result.outcome());
            assertTrue(retries() > 0, () -> bench.events.toString());
            assertEquals(1, bench.listed().size(), "of two of one second and revision either may stay");
        }
    }

    @Test
    void aMemberThatDoesNotComeBackLeavesTheLastGoodBackup() throws Exception {
        try (Held held = new Held()) {
            etcd.kill();
            held.letGo();

            OperationException failure =
                    assertInstanceOf(OperationException.class, assertThrows(Exception.class, held::result));

            assertEquals(Outcome.CONNECTION, failure.outcome(), failure::getMessage);
            theGoodOnesStay();
        } finally {
            etcd.launchAgain();
            etcd.awaitHealthy();
        }
    }

    /** Compaction and defragmentation rewrite the file under the snapshot's hands. */
    @Test
    void aMemberThatCompactsAndDefragmentsMeanwhileSendsAWholeSnapshot() throws Exception {
        try (Held held = new Held()) {
            long revision = revision();
            etcd.etcdctl("put", "meanwhile", "later").orFail();
            etcd.etcdctl("compact", Long.toString(revision)).orFail();
            CompletableFuture<Void> defragmented =
                    CompletableFuture.runAsync(() -> etcd.etcdctl("defrag").orFail());
            held.letGo();

            BackupResult result = held.result();
            defragmented.get();

            assertEquals(Outcome.OK, result.outcome());
            assertEquals(revision, result.manifest().facts().revision(), "it is of the time when it began");
            assertEquals(1, bench.listed().size(), "of two of one second and revision either may stay");
        }
    }

    @Test
    void aSpoolRemovedMeanwhileIsOneClearError() throws Exception {
        try (Held held = new Held()) {
            try (Stream<Path> spooled = Files.walk(folder.resolve("state/spool"))) {
                spooled.sorted(Comparator.reverseOrder()).forEach(BrokenStreamTest::delete);
            }
            held.letGo();

            OperationException failure =
                    assertInstanceOf(OperationException.class, assertThrows(Exception.class, held::result));

            assertEquals(Outcome.INPUT_OUTPUT, failure.outcome(), failure::getMessage);
            assertTrue(
                    failure.getMessage().contains(folder.resolve("state/spool").toString()), failure::getMessage);
            assertFalse(failure.hint().isEmpty(), failure::getMessage);
            theGoodOnesStay();
        }
        assertEquals(Outcome.OK, bench.backup(etcd.endpoint()).outcome());
    }

    private long revision() throws OperationException {
        return new Show(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), Selector.parse("latest"))
                .manifest()
                .facts()
                .revision();
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long retries() {
        return bench.events.stream()
                .filter(ProgressEvent.Retrying.class::isInstance)
                .count();
    }

    /** A backup whose stream stands still in the middle until it is let go. */
    private final class Held implements AutoCloseable {

        private final CompletableFuture<BackupResult> backup;

        Held() {
            proxy.inject(new FaultProxy.Fault.Stall(5 * MIB));
            URI endpoint = URI.create("http://127.0.0.1:" + proxy.port());
            backup = CompletableFuture.supplyAsync(() -> {
                try {
                    return bench.backup(endpoint);
                } catch (OperationException e) {
                    throw new CompletionException(e);
                }
            });
            eventually(PATIENCE, "half of it has come", () -> received() > 4 * MIB || backup.isDone());
        }

        private long received() {
            return bench.events.stream()
                    .filter(ProgressEvent.Receiving.class::isInstance)
                    .mapToLong(event -> ((ProgressEvent.Receiving) event).received())
                    .max()
                    .orElse(0);
        }

        void letGo() {
            proxy.inject(new FaultProxy.Fault.None());
        }

        BackupResult result() throws Exception {
            try {
                return backup.get();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }

        @Override
        public void close() {
            letGo();
        }
    }
}
