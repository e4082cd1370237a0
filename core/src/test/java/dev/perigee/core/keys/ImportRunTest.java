package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.keys.ImportStep.Action;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {

    private static final ImportRules OVERWRITE = rules(OnConflict.OVERWRITE, LeasePolicy.KEEP, false);

    @TempDir
    Path folder;

    private final MemoryKeyStore store = new MemoryKeyStore();

    @Test
    void whatIsExportedComesBackIntoAnEmptyCluster() throws IOException {
        List<KeyEntry> entries = DumpFormsTest.randomEntries(new Random(1), 1_000);

        ImportReport report = run(OVERWRITE, entries);

        assertEquals(Optional.empty(), report.failure());
        assertEquals(1_000, report.count(Action.CREATE));
        assertEquals(entries.size(), store.all().size());
        for (KeyEntry entry : entries) {
            assertEquals(entry.value(), store.get(entry.key()).orElseThrow().value());
        }
    }

    @Test
    void aSecondImportWritesNothing() throws IOException {
        List<KeyEntry> entries = DumpFormsTest.randomEntries(new Random(2), 300);
        run(OVERWRITE, entries);
        int writes = store.writes();

        ImportReport again = run(OVERWRITE, entries);

        assertEquals(300, again.count(Action.SAME));
        assertEquals(0, again.leasesGranted());
        assertEquals(writes, store.writes());
    }

    @Test
    void eachPolicySaysWhatBecomesOfAKeyWithAnotherValue() throws IOException {
        List<KeyEntry> file = List.of(new KeyEntry(Bytes.of("/a"), Optional.of(Bytes.of("file")), 1, 1, 1, 0));

        store.put("/a", "cluster");
        assertEquals(
                1, run(rules(OnConflict.SKIP, LeasePolicy.KEEP, false), file).count(Action.CONFLICT));
        assertEquals(
                1, run(rules(OnConflict.NEWER, LeasePolicy.KEEP, false), file).count(Action.CONFLICT));
        assertEquals(Bytes.of("cluster"), value("/a"));
        assertEquals(1, run(OVERWRITE, file).count(Action.OVERWRITE));
        assertEquals(Bytes.of("file"), value("/a"));
    }

    @Test
    void aNewerKeyOfTheFileWinsUnderNewer() throws IOException {
        store.put("/a", "cluster");
        List<KeyEntry> file = List.of(new KeyEntry(Bytes.of("/a"), Optional.of(Bytes.of("file")), 1, 99, 1, 0));

        assertEquals(
                1, run(rules(OnConflict.NEWER, LeasePolicy.KEEP, false), file).count(Action.OVERWRITE));
    }

    @Test
    void keysOfOneLeaseHangOnOneNewLeaseWithTheTimeThatWasLeft() throws IOException {
        List<KeyEntry> file = List.of(leased("/a"), leased("/b"));

        ImportReport report = run(OVERWRITE, file);

        long lease = store.get(Bytes.of("/a")).orElseThrow().lease();
        assertEquals(1, report.leasesGranted());
        assertEquals(lease, store.get(Bytes.of("/b")).orElseThrow().lease());
        assertEquals(1200, store.leaseTime(lease).orElseThrow().remainingSeconds());
    }

    @Test
    void leasesCanBeDroppedOrTheirKeysLeftOut() throws IOException {
        assertEquals(
                1,
                run(rules(OnConflict.OVERWRITE, LeasePolicy.SKIP, false), List.of(leased("/a")))
                        .count(Action.LEASED));
        assertTrue(store.all().isEmpty());

        run(rules(OnConflict.OVERWRITE, LeasePolicy.DROP, false), List.of(leased("/a")));
        assertEquals(0, store.get(Bytes.of("/a")).orElseThrow().lease());
    }

    @Test
    void pruningDeletesWhatTheFileLacksUnderThePrefixAndNothingElse() throws IOException {
        store.put("/a/old", "1");
        store.put("/b/other", "1");
        KeyFilter under = new KeyFilter(List.of(Bytes.of("/a/")), List.of());
        ImportRules rules =
                new ImportRules(under, List.of(), Bytes.EMPTY, OnConflict.OVERWRITE, LeasePolicy.KEEP, true);

        ImportReport report = run(rules, List.of(entry("/a/new"), entry("/c/outside")));

        assertEquals(1, report.count(Action.DELETE));
        assertEquals(List.of("/a/new", "/b/other"), keys());
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() throws IOException {
        store.put("/a", "cluster");
        List<ImportStep> steps = new ArrayList<>();

        ImportReport report = new ImportRun(store, failure -> false, OVERWRITE, false, steps::add)
                .run(List.of(dump(List.of(entry("/a"), entry("/b")))));

        assertEquals(1, report.count(Action.OVERWRITE));
        assertEquals(1, report.count(Action.CREATE));
        assertEquals(2, steps.size());
        assertEquals(List.of("/a"), keys());
        assertEquals(0, store.writes());
    }

    @Test
    void theFilterLooksBeforePrefixesAreMoved() throws IOException {
        ImportRules rules = new ImportRules(
                new KeyFilter(List.of(Bytes.of("/old")), List.of()),
                List.of(PrefixMap.parse(Bytes.of("/old=/new"))),
                Bytes.EMPTY,
                OnConflict.OVERWRITE,
                LeasePolicy.KEEP,
                false);

        run(rules, List.of(entry("/old/x"), entry("/other")));

        assertEquals(List.of("/new/x"), keys());
    }

    @Test
    void aKeyThatChangesBetweenReadingAndWritingIsDecidedAgain() throws IOException {
        store.beforeNextWrite(() -> store.put("/a", "somebody's"));

        ImportReport report = run(rules(OnConflict.SKIP, LeasePolicy.KEEP, false), List.of(entry("/a"), entry("/b")));

        assertEquals(1, report.count(Action.CONFLICT));
        assertEquals(1, report.count(Action.CREATE));
        assertEquals(Bytes.of("somebody's"), value("/a"));
    }

    @Test
    void anEntryTooLargeForEtcdIsNamedWithItsPlaceAndWhatCameBeforeIsReported() throws IOException {
        KeyEntry large = KeyEntry.of(Bytes.of("/large"), Bytes.of(new byte[MemoryKeyStore.LARGEST_REQUEST + 1]));

        ImportReport report = run(OVERWRITE, List.of(entry("/a"), entry("/b"), large));

        String failure = report.failure().orElseThrow().getMessage();
        assertTrue(failure.contains("entry 3, key /large: request is too large"), failure);
        assertEquals(2, report.count(Action.CREATE));
    }

    @Test
    void aPassingFailureIsWaitedOutAlsoWhenTheWriteHadGoneThrough() throws IOException {
        for (boolean afterWriting : new boolean[] {false, true}) {
            store.fail(3, afterWriting);
            KeyStore patient = new PatientKeyStore(store, failure -> true, pause -> {});

            ImportReport report = new ImportRun(patient, failure -> true, OVERWRITE, true, step -> {})
                    .run(List.of(dump(List.of(entry("/" + afterWriting)))));

            assertEquals(Optional.empty(), report.failure());
            assertEquals(Bytes.of("v"), value("/" + afterWriting));
        }
    }

    private ImportReport run(ImportRules rules, List<KeyEntry> entries) throws IOException {
        return new ImportRun(store, failure -> false, rules, true, step -> {}).run(List.of(dump(entries)));
    }

    private DumpFile dump(List<KeyEntry> entries) throws IOException {
        Path file = folder.resolve("keys.jsonl");
        try (JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(file))) {
            writer.begin(new DumpHeader(OptionalLong.empty(), 1, Instant.EPOCH, DumpHeader.LeftOut.NONE));
            for (KeyEntry entry : entries) {
                writer.entry(entry);
            }
            writer.end(List.of(new LeaseTime(0x3ceea20407389108L, 3600, 1200)));
        }
        return DumpFile.open(file);
    }

    private static ImportRules rules(OnConflict onConflict, LeasePolicy leases, boolean prune) {
        return new ImportRules(KeyFilter.ALL, List.of(), Bytes.EMPTY, onConflict, leases, prune);
    }

    private static KeyEntry entry(String key) {
        return KeyEntry.of(Bytes.of(key), Bytes.of("v"));
    }

    private static KeyEntry leased(String key) {
        return new KeyEntry(Bytes.of(key), Optional.of(Bytes.of("v")), 1, 1, 1, 0x3ceea20407389108L);
    }

    private Bytes value(String key) {
        return store.get(Bytes.of(key)).orElseThrow().value().orElseThrow();
    }

    private List<String> keys() {
        return store.all().stream().map(entry -> entry.key().toString()).toList();
    }
}
