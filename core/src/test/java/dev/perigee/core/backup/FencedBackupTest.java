package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.StorageSink;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FenceLost;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FencedBackupTest {

    private static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static RealEtcd etcd;

    @TempDir
    Path state;

    private final StorageSink sink = new MemorySink();

    /** Passes so often, then says no. */
    private static final class Limited implements Fence {

        private final OperationException no;
        private int left;
        final List<Manifest> asked = new ArrayList<>();

        Limited(int left, OperationException no) {
            this.left = left;
            this.no = no;
        }

        @Override
        public OptionalLong number() {
            return OptionalLong.of(7);
        }

        @Override
        public void requireHeld(Manifest manifest) throws OperationException {
            asked.add(manifest);
            if (left-- <= 0) {
                throw no;
            }
        }
    }

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    @Test
    void theManifestCarriesDueTimeAndFence() throws Exception {
        Bench bench = bench();
        Limited fence = new Limited(2, new FenceLost("no"));

        BackupResult result = backup(bench, fence);

        assertEquals(Outcome.OK, result.outcome());
        assertEquals(Optional.of(DUE), result.manifest().purpose().due());
        assertEquals(OptionalLong.of(7), result.manifest().purpose().fence());
        assertEquals(List.of(result.manifest(), result.manifest()), fence.asked);
    }

    @Test
    void aFenceLostBetweenBodyAndManifestPublishesNothingThenOrEver() throws Exception {
        Bench bench = bench();

        SinkResult result = backup(bench, new Limited(1, new FenceLost("taken over")))
                .sinks()
                .getFirst();

        assertFalse(result.stored());
        assertEquals(Outcome.REFUSED, result.failure().orElseThrow().outcome());
        assertEquals(List.of(), bench.listed());
        assertEquals(List.of(), bench.spooled(), "it doesn't wait to be published later");
        assertEquals(1, sink.list("", "", 10).objects().size(), "the body, which is swept as an unfinished upload");
    }

    @Test
    void aFenceLostBeforeTheBodySendsNone() throws Exception {
        Bench bench = bench();

        backup(bench, new Limited(0, new FenceLost("taken over")));

        assertEquals(0, sink.list("", "", 10).objects().size());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aRunThatIsRefusedByItsFenceIsGivenUpAndOneThatIsNotIsnt() throws Exception {
        BackupResult refused = backup(bench(), new Limited(1, new FenceLost("two runs it")));
        BackupResult unknown = backup(bench(), new Limited(0, new OperationException(Outcome.CONNECTION, "away")));

        assertEquals(Optional.of("two runs it"), refused.givenUp());
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertEquals(Optional.empty(), unknown.givenUp());
    }

    @Test
    void aDebtThatAnotherDaemonHasPaidIsNoFailureOfTheRunThatFindsItOut() throws Exception {
        Bench bench = bench();
        BackupResult owed = backup(bench, new Limited(0, new OperationException(Outcome.CONNECTION, "away")));
        Fence later = new Fence() {
            @Override
            public OptionalLong number() {
                return OptionalLong.of(9);
            }

            @Override
            public void requireHeld(Manifest manifest) throws OperationException {
                if (manifest.equals(owed.manifest())) {
                    throw new FenceLost("two made one for the same due time");
                }
            }
        };

        BackupResult next = backup(bench, later);

        assertEquals(Outcome.OK, next.outcome());
        assertEquals(Optional.empty(), next.givenUp());
        assertEquals(List.of(next.manifest().id()), bench.listed());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aFenceThatCantBeAskedPublishesNothingUntilItCan() throws Exception {
        Bench bench = bench();
        Limited silent = new Limited(1, new OperationException(Outcome.CONNECTION, "etcd is away"));

        BackupResult result = backup(bench, silent);

        assertTrue(result.sinks().getFirst().waits());
        assertEquals(List.of(), bench.listed());

        Limited later = new Limited(2, new FenceLost("no"));
        new CatchUp(bench.environment()).run(bench.job(NOWHERE), later);

        assertEquals(List.of(result.manifest().id()), bench.listed());
        assertEquals(result.manifest(), later.asked.getFirst(), "it is told which backup it is asked for");
    }

    private Bench bench() {
        return new Bench(state).with("near", sink, RetentionRules.KEEP_ALL);
    }

    private static BackupResult backup(Bench bench, Fence fence) throws OperationException {
        return new Backup(bench.environment()).run(bench.job(etcd.endpoint()), Optional.of(DUE), fence);
    }
}
