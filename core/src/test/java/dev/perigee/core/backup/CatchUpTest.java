package dev.perigee.core.backup;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.test.servers.Eventually;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier runs owe their sinks, without any etcd. */
class CatchUpTest {

    private static final URI NOWHERE = URI.create("http://nowhere");

    @TempDir
    Path state;

    private Spool spool;

    @BeforeEach
    void openTheSpool() throws Exception {
        spool = Spool.open(state.resolve("spool"), new Random(1));
    }

    private void owe(Manifest manifest, String... sinks) throws Exception {
        try (SpoolEntry entry = spool.create()) {
            Files.write(entry.file(), new byte[1_000]);
            entry.owe(new Owed(manifest, List.of(sinks)));
        }
    }

    @Test
    void whatStillWaitsBeyondTheSpoolsBoundsIsGivenUpAndSaid() throws Exception {
        FaultySink down = new FaultySink(new MemorySink()).failEveryCall(Verb.PUT, Kind.UNREACHABLE);
        Bench bench = new Bench(state).with("store", down, RetentionRules.KEEP_ALL);
        owe(ManifestExamples.at(1), "store");
        owe(ManifestExamples.at(2), "store");

        new CatchUp(bench.environment(new SpoolSettings(1, 1L << 30))).run(bench.job(NOWHERE));

        assertEquals(Set.of(ManifestExamples.at(2).id()), spool.spooled().ids());
        assertTrue(bench.events.stream().anyMatch(ProgressEvent.SpoolDropped.class::isInstance));
    }

    @Test
    void theBoundIsEachClustersAndEachSinksOwn() throws Exception {
        FaultySink down = new FaultySink(new MemorySink()).failEveryCall(Verb.PUT, Kind.NO_SPACE);
        Bench bench = new Bench(state).with("full", down, RetentionRules.KEEP_ALL);
        Manifest othersOnly = ManifestExamples.at("other", 1, 1);
        owe(ManifestExamples.at(1), "elsewhere");
        owe(othersOnly, "full");
        owe(ManifestExamples.at(2), "full", "elsewhere");
        owe(ManifestExamples.at(3), "full");

        new CatchUp(bench.environment(new SpoolSettings(1, 1))).run(bench.job(NOWHERE));

        Map<BackupId, List<String>> waiting = new HashMap<>();
        spool.waiting()
                .forEach(one ->
                        waiting.put(one.owed().manifest().id(), one.owed().sinks()));
        assertEquals(List.of("full"), waiting.get(ManifestExamples.at(3).id()));
        assertEquals(List.of("elsewhere"), waiting.get(ManifestExamples.at(2).id()), "its own newest");
        assertEquals(List.of("elsewhere"), waiting.get(ManifestExamples.at(1).id()), "another job's to give up");
        assertEquals(4, spool.waiting().size());
        assertTrue(spool.waiting().stream()
                .anyMatch(one -> one.owed().manifest().cluster().name().equals("other")));
    }

    @Test
    void aDebtIsPaidByWhateverTheJobIsCalledNow() throws Exception {
        MemorySink store = new MemorySink();
        Bench bench = new Bench(state).with("store", store.reopen(), RetentionRules.KEEP_ALL);
        owe(ManifestExamples.at(1), "store");
        Job renamed = new Job("renamed", Bench.cluster(NOWHERE), Optional.empty(), bench.destinations());

        List<SinkResult> results = new CatchUp(bench.environment()).run(renamed);

        assertEquals(List.of(ManifestExamples.at(1).id()), results.getFirst().caughtUp());
        assertEquals(2, store.list("", "", 10).objects().size());
    }

    @Test
    void whatNoJobWillEverPayIsNamedWithWhatToDo() throws Exception {
        Bench bench = new Bench(state).with("store", new MemorySink(), RetentionRules.KEEP_ALL);
        owe(ManifestExamples.at(1), "store");
        owe(ManifestExamples.at(2), "gone", "store");
        owe(ManifestExamples.at("left", 3, 1), "store");

        List<String> strays = new StrayDebts(bench.environment()).run(List.of(bench.job(NOWHERE)));

        assertEquals(2, strays.size(), strays.toString());
        assertTrue(strays.get(0).startsWith("cluster 'left' still owes sink 'store', and no job"), strays.get(0));
        assertTrue(strays.get(0).contains("rm -r " + state.resolve("spool")), strays.get(0));
        assertEquals(
                "cluster 'prod' still owes sink 'gone', and no job of that cluster has that sink any more: give a job"
                        + " of that cluster that sink to have it sent",
                strays.get(1));
    }

    @Test
    void whatHasSpoiledInTheSpoolIsNeverSentAndTheRestIs() throws Exception {
        MemorySink store = new MemorySink();
        Bench bench = new Bench(state).with("store", store.reopen(), RetentionRules.KEEP_ALL);
        owe(ManifestExamples.at(1), "store");
        Files.write(spool.waiting().getFirst().directory().resolve("snapshot.db"), new byte[] {1}, APPEND);
        owe(ManifestExamples.at(2), "store");

        SinkResult result =
                new CatchUp(bench.environment()).run(bench.job(NOWHERE)).getFirst();

        assertEquals(List.of(ManifestExamples.at(2).id()), result.caughtUp());
        assertEquals(Outcome.DAMAGED, result.failure().orElseThrow().outcome());
        assertEquals(2, store.list("", "", 10).objects().size());
        assertEquals(List.of(), spool.waiting());
    }

    @Test
    void aSlowSinkHoldsNoOtherUp() throws Exception {
        CountDownLatch fastIsDone = new CountDownLatch(1);
        MemorySink slow = new MemorySink();
        FaultySink waiting = new FaultySink(slow.reopen()).delayCall(Verb.PUT, 1, fastIsDone);
        Bench bench = new Bench(state)
                .with("slow", waiting, RetentionRules.KEEP_ALL)
                .with("fast", new MemorySink(), RetentionRules.KEEP_ALL);
        owe(ManifestExamples.at(1), "slow", "fast");

        try (ExecutorService run = Executors.newSingleThreadExecutor()) {
            Future<List<SinkResult>> results =
                    run.submit(() -> new CatchUp(bench.environment()).run(bench.job(NOWHERE)));
            try {
                Eventually.eventually(Duration.ofSeconds(60), "the fast sink is done", () -> isDone(bench, "fast"));
            } finally {
                fastIsDone.countDown();
            }
            assertEquals(
                    List.of("slow", "fast"),
                    results.get().stream().map(SinkResult::sink).toList());
        }
        assertEquals(2, slow.list("", "", 10).objects().size());
        assertEquals(Set.of(), spool.spooled().ids());
    }

    private static boolean isDone(Bench bench, String sink) {
        return bench.events.stream()
                .anyMatch(event -> event instanceof ProgressEvent.SinkDone done
                        && done.sink().equals(sink));
    }
}
