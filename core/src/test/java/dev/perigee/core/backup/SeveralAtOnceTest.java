package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several back up one cluster to one sink, and prune there, at the same time. */
class SeveralAtOnceTest {

    private static final RetentionRules LAST_TWO = RetentionRules.keepLast(2);

    @TempDir
    Path state;

    private final MemorySink store = new MemorySink();

    /** A sink on the same store in which something happens just before a call. */
    private static final class Eventful implements StorageSink {

        private final StorageSink inner;
        private final String verb;
        private final String what;
        private Event event;

        interface Event {
            void happen() throws Exception;
        }

        Eventful(StorageSink inner, String verb, String what, Event event) {
            this.inner = inner;
            this.verb = verb;
            this.what = what;
            this.event = event;
        }

        private void before(String called, String key) {
            if (called.equals(verb) && key.contains(what)) {
                Event once = event;
                event = () -> {};
                try {
                    once.happen();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public SinkCapabilities capabilities() {
            return inner.capabilities();
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            return inner.put(key, body, options);
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            before("get", key.value());
            return inner.get(key, offset);
        }

        @Override
        public ListPage list(String prefix, String after, int limit) throws SinkException {
            before("list", prefix);
            return inner.list(prefix, after, limit);
        }

        @Override
        public void delete(ObjectKey key) throws SinkException {
            before("delete", key.value());
            inner.delete(key);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    /** One that has proven each of the backups that come up. */
    private Bench machine(String name, StorageSink sink) throws OperationException {
        Bench bench = new Bench(state.resolve(name)).with("store", sink, LAST_TWO);
        KnownBackups known = bench.environment().state().known();
        IntStream.rangeClosed(1, 5)
                .mapToObj(ManifestExamples::at)
                .forEach(manifest -> known.proven("prod", manifest.id(), Sha256.digest(ManifestJson.write(manifest))));
        return bench;
    }

    private void backup(int... hours) throws Exception {
        for (int hour : hours) {
            Manifest manifest = ManifestExamples.at(hour);
            store.put(manifest.body().key(), new BytesBody(new byte[1_000]), PutOptions.NONE);
            store.put(
                    Layout.STANDARD.manifest("prod", manifest.id()),
                    new BytesBody(ManifestJson.write(manifest)),
                    PutOptions.NONE);
        }
    }

    private static RemovalResult prune(Bench bench) throws OperationException {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    private static BackupId id(int hour) {
        return ManifestExamples.at(hour).id();
    }

    private List<BackupId> left() throws OperationException {
        return machine("observer", store.reopen()).listed();
    }

    @Test
    void manyRunsInOneProcessAllSucceedAndLeaveExactlyWhatTheRuleKeeps() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(5, 100);
            Bench bench = new Bench(state).withLocal(LAST_TWO).with("store", store.reopen(), LAST_TWO);
            for (int round = 0; round < 3; round++) {
                List<Callable<BackupResult>> runs = IntStream.range(0, 12)
                        .<Callable<BackupResult>>mapToObj(run -> () -> bench.backup(etcd.endpoint()))
                        .toList();
                for (BackupResult result : FanOut.run(runs)) {
                    assertEquals(Outcome.OK, result.outcome(), result.sinks()::toString);
                }
                assertEquals(2, left().size());
                assertEquals(2, bench.listed().size());
            }
        }
    }

    @Test
    void whoeverPlansFromAnOlderListingStillLeavesTheRulesNumber() throws Exception {
        backup(1, 2, 3);
        Bench here = machine("here", store.reopen());
        Bench there = machine("there", store.reopen());

        RemovalResult late = new Prune(here.environment()).run("prod", here.destinations(), false, plan -> {
            try {
                backup(4, 5);
                assertEquals(Outcome.OK, prune(there).outcome());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return true;
        });

        assertEquals(Outcome.OK, late.outcome());
        assertTrue(left().containsAll(List.of(id(4), id(5))), left().toString());
    }

    @Test
    void whatIsGoneWhileItIsReadIsGoneAndNoDamage() throws Exception {
        backup(1, 2, 3);
        Bench there = machine("there", store.reopen());
        Bench here = machine("here", new Eventful(store.reopen(), "get", "manifests/", () -> prune(there)));

        RemovalResult result = prune(here);

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        assertEquals(List.of(id(3), id(2)), left());
    }

    @Test
    void whatIsGoneWhileItIsRemovedIsGoneAndNoFailure() throws Exception {
        backup(1, 2, 3);
        Bench there = machine("there", store.reopen());
        Bench here = machine("here", new Eventful(store.reopen(), "delete", "manifests/", () -> prune(there)));

        RemovalResult result = prune(here);

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        assertEquals(List.of(id(3), id(2)), left());
    }

    @Test
    void aBackupThatIsStoredBetweenTheTwoListingsIsNotTakenForDamaged() throws Exception {
        backup(1, 2);
        Bench here = machine("here", new Eventful(store.reopen(), "list", "prod/manifests/", () -> backup(3)));

        RemovalResult result = prune(here);

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        assertEquals(List.of(id(3), id(2)), left());
        assertEquals(List.of(), result.plan().sinks().getFirst().findings());
    }

    @Test
    void aBackupThatAnothersRetentionHasRemovedBeforeItIsLookedForWasStored() throws Exception {
        Bench there = machine("there", store.reopen());
        String record = Layout.STANDARD.manifest("prod", id(1)).value();
        Bench here = machine("here", new Eventful(store.reopen(), "list", record, () -> {
            backup(2, 3);
            prune(there);
        }));

        SinkResultOf paid = pay(here, ManifestExamples.at(1));

        assertEquals("[]", paid.failures(), "stored, and then superseded");
        assertEquals(List.of(id(3), id(2)), left());
    }

    @Test
    void aStoreThatLosesWhatItHasTakenIsStillFoundOut() throws Exception {
        String record = Layout.STANDARD.manifest("prod", id(1)).value();
        Bench here = machine(
                "here",
                new Eventful(
                        store.reopen(), "list", record, () -> store.delete(Layout.STANDARD.manifest("prod", id(1)))));

        SinkResultOf paid = pay(here, ManifestExamples.at(1));

        assertTrue(paid.failures().contains("DAMAGED"), paid.failures());
    }

    private record SinkResultOf(List<BackupResult.SinkResult> results) {
        String failures() {
            return results.stream()
                    .flatMap(result -> result.failure().stream())
                    .map(failure -> failure.outcome() + " " + failure.text())
                    .toList()
                    .toString();
        }
    }

    private static SinkResultOf pay(Bench bench, Manifest manifest) throws Exception {
        Environment environment = bench.environment();
        Spool spool = Spool.open(environment.state().spool(), new Random(1));
        try (SpoolEntry entry = spool.create()) {
            Files.write(entry.file(), new byte[1_000]);
            entry.owe(new Owed(manifest, List.of("store")));
        }
        return new SinkResultOf(new CatchUp(environment).run(bench.job(URI.create("http://nowhere"))));
    }
}
