package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.copies.ProofResult;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.copies.ProveAgain;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProveAgainTest {

    private static final Instant START = Instant.now();

    private static RealEtcd etcd;

    @TempDir
    Path state;

    private final MemorySink a = new MemorySink(() -> START);
    private final MemorySink b = new MemorySink(() -> START);
    private Instant now = START;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(50, 100);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    private Bench bench(RetentionRules rules) {
        Bench bench = new Bench(state).with("a", a.reopen(), rules).with("b", b.reopen(), rules);
        bench.clock = () -> now;
        return bench;
    }

    private List<BackupId> backups(int count) throws Exception {
        List<BackupId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(bench(RetentionRules.KEEP_ALL)
                    .backup(etcd.endpoint())
                    .manifest()
                    .id());
            now = now.plusSeconds(1);
        }
        return ids.reversed();
    }

    private ProofResult prove(int newest, int sample, boolean allSinks) throws Exception {
        now = now.plusSeconds(1);
        Bench bench = bench(RetentionRules.KEEP_ALL);
        return new ProveAgain(bench.environment())
                .run("prod", bench.destinations(), new ProofSettings(Optional.empty(), newest, sample, allSinks));
    }

    private static List<String> looked(ProofResult result, List<BackupId> ids) {
        return result.copies().stream()
                .map(each -> each.copy().sink() + ids.indexOf(each.id()))
                .toList();
    }

    private Map<String, StoredCopy> copies(BackupId id) throws Exception {
        Bench bench = bench(RetentionRules.KEEP_ALL);
        return new ListBackups(bench.environment())
                .run("prod", bench.destinations()).rows().stream()
                        .filter(row -> row.id().equals(id))
                        .flatMap(row -> row.copies().stream())
                        .collect(Collectors.toMap(Held::sink, Held::copy));
    }

    /** As long as before, and as old by the store's word. */
    private static void damage(MemorySink sink, BackupId id) throws Exception {
        ObjectKey key = Layout.STANDARD.body("prod", id);
        byte[] body;
        try (var stream = sink.get(key, 0)) {
            body = stream.readAllBytes();
        }
        body[body.length / 2] ^= 1;
        sink.put(key, new BytesBody(body), PutOptions.NONE);
    }

    @Test
    void aDamagedCopyIsFoundAtTheNextProofNamedAndCountsNoMoreAndTheNextGoodOneDoes() throws Exception {
        List<BackupId> ids = backups(2);
        damage(b, ids.get(0));

        ProofResult result = prove(1, 0, true);

        assertEquals(Outcome.DAMAGED, result.outcome());
        assertEquals(List.of("a0", "b0", "b1"), looked(result, ids));
        SinkFailure problem = result.problems().getFirst();
        assertEquals("b", problem.sink());
        assertTrue(problem.text().contains(ids.get(0).toString()), problem.text());
        assertTrue(copies(ids.get(0)).get("a").isWhole());
        assertFalse(copies(ids.get(0)).get("b").isWhole());
        assertEquals(Optional.of(now), copies(ids.get(1)).get("b").readBack());
        Bench bench = bench(RetentionRules.keepLast(1));
        new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
        assertTrue(copies(ids.get(1)).get("b").isWhole(), "the next good one is the newest there now");
        assertFalse(copies(ids.get(1)).containsKey("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aDamagedCopyStaysNamedUntilItIsGoneAndNeverTakesAGoodOnesPlace(String sink) throws Exception {
        List<BackupId> ids = backups(3);
        damage(sink.equals("a") ? a : b, ids.get(0));
        assertEquals(Outcome.DAMAGED, prove(1, 0, true).outcome());

        ProofResult second = prove(1, 0, true);
        ProofResult third = prove(2, 1, true);

        assertEquals(Outcome.DAMAGED, second.outcome());
        assertEquals(
                List.of(sink), second.problems().stream().map(SinkFailure::sink).toList());
        assertTrue(
                second.problems().getFirst().text().contains(ids.get(0) + " counts no more: still there"),
                second::toString);
        assertTrue(looked(second, ids).contains(sink + "1"), "the next good one is proven in its place");
        assertEquals(1, third.problems().size());
        assertEquals(
                2,
                third.copies().stream()
                        .filter(one -> one.isGood() && one.copy().sink().equals(sink))
                        .count());
        Bench bench = bench(RetentionRules.KEEP_ALL);
        List<Destination> only = bench.destinations().stream()
                .filter(one -> one.name().equals(sink))
                .toList();
        new Delete(bench.environment())
                .run("prod", only, List.of(new Selector.Prefix(ids.get(0).toString())), false, plan -> true);
        assertEquals(Outcome.OK, prove(1, 0, true).outcome());
    }

    @Test
    void aCopyThatIsWholeAgainIsSoOnceItIsProvenByName() throws Exception {
        List<BackupId> ids = backups(2);
        damage(a, ids.get(0));
        prove(1, 0, false);
        damage(a, ids.get(0)); // the same bit once more
        assertEquals(Outcome.DAMAGED, prove(1, 0, false).outcome());
        Bench bench = bench(RetentionRules.KEEP_ALL);

        bench.verify(Verify.Depth.DEEP);

        assertEquals(Outcome.OK, prove(1, 0, false).outcome());
    }

    @Test
    void theTimeOfTheLastProofIsShownForEachCopy() throws Exception {
        List<BackupId> ids = backups(1);
        assertEquals(Optional.empty(), copies(ids.get(0)).get("a").readBack());

        prove(1, 0, false);

        Bench bench = bench(RetentionRules.KEEP_ALL);
        assertEquals(
                Map.of("a", now),
                new Show(bench.environment())
                        .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest())
                        .readBack());
    }

    @Test
    void eachCopyHasItsTurn() throws Exception {
        List<BackupId> ids = backups(4);

        assertEquals(List.of("a0", "a1"), looked(prove(1, 1, false), ids));
        assertEquals(List.of("a0", "a2"), looked(prove(1, 1, false), ids));
        assertEquals(List.of("a0", "a3"), looked(prove(1, 1, false), ids));
        assertEquals(List.of("a0", "a1"), looked(prove(1, 1, false), ids));
    }

    @Test
    void aCopyThatWasStoredAnewWasNeverReadBack() throws Exception {
        List<BackupId> ids = backups(1);
        prove(1, 0, true);
        MemorySink later = new MemorySink(() -> START.plus(Duration.ofHours(1)));
        for (ObjectKey key :
                List.of(Layout.STANDARD.body("prod", ids.get(0)), Layout.STANDARD.manifest("prod", ids.get(0)))) {
            try (var stream = a.get(key, 0)) {
                later.put(key, new BytesBody(stream.readAllBytes()), PutOptions.NONE);
            }
        }
        Bench bench = bench(RetentionRules.KEEP_ALL).with("a", later, RetentionRules.KEEP_ALL);

        Held copy = new ListBackups(bench.environment())
                .run("prod", bench.destinations())
                .rows()
                .getFirst()
                .copies()
                .getFirst();

        assertTrue(copy.copy().isWhole());
        assertEquals(Optional.empty(), copy.copy().readBack());
    }

    @Test
    void theNewestThatWasReadBackOutlivesTheRule() throws Exception {
        List<BackupId> older = backups(1);
        prove(1, 0, true);
        BackupId newer = backups(1).getFirst();
        Bench bench = bench(RetentionRules.keepLast(1));

        new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
        assertEquals(List.of(newer, older.getFirst()), bench.listed());
        prove(1, 0, true);
        new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);

        assertEquals(List.of(newer), bench.listed());
    }
}
