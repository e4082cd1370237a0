package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRoundTripTest {

    private static final ImportRules OVERWRITE =
            new ImportRules(KeyFilter.ALL, List.of(), Bytes.EMPTY, OnConflict.OVERWRITE, LeasePolicy.KEEP, false);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7"})
    void anyKeysComeBackAfterAWipeWithTheirLeasesAlive(String version) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version);
                EtcdKeyStore store = open(etcd)) {
            long lease = store.grantLease(3600);
            put(store, entries(new Random(version.hashCode()), lease));
            List<KeyEntry> before = all(store);
            DumpFile dump = export(store);

            etcd.etcdctl("del", "", "--from-key").orFail();
            ImportReport report = bring(store, OVERWRITE, dump, step -> {});

            assertEquals(Optional.empty(), report.failure());
            assertEquals(before.size(), report.count(ImportStep.Action.CREATE));
            assertSameContent(before, all(store));
            assertEquals(1, report.leasesGranted());
            assertEquals(
                    before.size(), bring(store, OVERWRITE, dump, step -> {}).count(ImportStep.Action.SAME));
        }
    }

    @Test
    void aHundredThousandKeysComeBackAfterAWipe() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdKeyStore store = open(etcd)) {
            DumpFile dump = dump(numbered(100_000, "v"));
            bring(store, OVERWRITE, dump, step -> {});
            DumpFile exported = export(store);

            etcd.etcdctl("del", "", "--from-key").orFail();
            ImportReport report = bring(store, OVERWRITE, exported, step -> {});

            assertEquals(Optional.empty(), report.failure());
            assertEquals(100_000, report.count(ImportStep.Action.CREATE));
            assertSameContent(numbered(100_000, "v"), all(store));
        }
    }

    @Test
    void aRangeWhoseValuesSuddenlyGrowIsReadInSmallerPages() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdKeyStore store = open(etcd)) {
            List<KeyEntry> entries = new ArrayList<>(numbered(100, "small"));
            for (int i = 0; i < 40; i++) {
                entries.add(KeyEntry.of(Bytes.of("/large/%02d".formatted(i)), Bytes.of("x".repeat(1 << 20))));
            }
            bring(store, OVERWRITE, dump(entries), step -> {});

            KeyStore.Page page = store.range(KeyRange.all(), 0, 1_000, false);

            assertEquals(125, page.entries().size(), "an eighth of what was asked for");
            assertTrue(page.more());
            assertSameContent(entries, all(store));
        }
    }

    @Test
    void anImportOutlivesARestartOfTheMemberAndWritesEveryKeyOnce() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdKeyStore store = open(etcd)) {
            List<KeyEntry> entries = numbered(5_000, "v");
            DumpFile dump = dump(entries);
            AtomicBoolean restarted = new AtomicBoolean();

            ImportReport report = bring(store, OVERWRITE, dump, step -> {
                if (restarted.compareAndSet(false, true)) {
                    etcd.kill();
                    etcd.restart();
                }
            });

            assertEquals(Optional.empty(), report.failure());
            List<KeyEntry> after = all(store);
            assertSameContent(entries, after);
            assertTrue(after.stream().allMatch(entry -> entry.version() == 1), "each written once");
        }
    }

    @Test
    void anExportWhoseRevisionIsCompactedInTheMiddleFailsAndLeavesNoWholeFile() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdKeyStore store = open(etcd)) {
            String value =
                    "v".repeat(50_000); // the second page is under way when the first is shown: there must be a third
            for (int i = 0; i < 300; i++) {
                store.write(List.of(write("/k/" + i, value)));
            }
            LiveKeySource source = LiveKeySource.at(store, KeyFilter.ALL, OptionalLong.empty(), false, Instant.EPOCH);
            etcd.etcdctl("put", "/another", "one").orFail();
            AtomicBoolean compacted = new AtomicBoolean();

            IOException failure = assertThrows(
                    IOException.class,
                    () -> source.forEach(KeyFilter.ALL, entry -> {
                        if (compacted.compareAndSet(false, true)) {
                            etcd.etcdctl(
                                            "compact",
                                            String.valueOf(source.header().revision() + 1))
                                    .orFail();
                        }
                    }));

            assertTrue(failure.getMessage().contains("compacted"), failure.getMessage());
        }
    }

    @Test
    void aFullClusterEndsTheImportWithAReportOfWhatWasDone() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6", "--quota-backend-bytes=2097152");
                EtcdKeyStore store = open(etcd)) {
            List<KeyEntry> entries = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                entries.add(KeyEntry.of(Bytes.of("/k/%04d".formatted(i)), Bytes.of("x".repeat(20_000))));
            }

            ImportReport report = bring(store, OVERWRITE, dump(entries), step -> {});

            IOException failure = report.failure().orElseThrow();
            assertTrue(failure.getMessage().contains("space"), failure.getMessage());
            assertTrue(report.count(ImportStep.Action.CREATE) > 0);
            // etcd applies the transaction that crosses the quota and yet answers that there is no space: found the
            // same
            assertEquals(
                    report.count(ImportStep.Action.CREATE) + report.count(ImportStep.Action.SAME),
                    all(store).size());
        }
    }

    @Test
    void aConflictUnderFailIsFoundBeforeAnythingIsWritten() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdKeyStore store = open(etcd)) {
            store.write(List.of(write("/b", "cluster")));
            DumpFile dump = dump(
                    List.of(KeyEntry.of(Bytes.of("/a"), Bytes.of("1")), KeyEntry.of(Bytes.of("/b"), Bytes.of("2"))));
            ImportRules fail =
                    new ImportRules(KeyFilter.ALL, List.of(), Bytes.EMPTY, OnConflict.FAIL, LeasePolicy.KEEP, false);

            OperationException refusal =
                    assertThrows(OperationException.class, () -> bring(store, fail, dump, step -> {}));

            assertTrue(refusal.getMessage().contains("/b"), refusal.getMessage());
            assertEquals(1, all(store).size());
        }
    }

    /** Keys in ascending order, each with a value of its own. */
    static List<KeyEntry> numbered(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> KeyEntry.of(Bytes.of("/k/%06d".formatted(i)), Bytes.of(value + i)))
                .toList();
    }

    private static EtcdKeyStore open(RealEtcd etcd) throws IOException {
        return EtcdKeyStore.open(EtcdSettings.of(List.of(etcd.endpoint())));
    }

    static ImportReport bring(KeyStore store, ImportRules rules, DumpFile dump, Consumer<ImportStep> listener)
            throws OperationException, IOException {
        KeyStore patient = new PatientKeyStore(
                store, EtcdKeyStore::mayPass, Timing.system().sleeper());
        return new Import(patient, EtcdKeyStore::mayPass, rules, false).run(List.of(dump), listener);
    }

    private static List<KeyEntry> entries(Random random, long lease) {
        List<KeyEntry> entries = new ArrayList<>();
        for (KeyEntry entry : DumpFormsTest.randomEntries(random, 2_000)) {
            entries.add(entry.lease() == 0 ? entry : leased(entry, lease));
        }
        entries.add(KeyEntry.of(Bytes.of("/gravity/gravity/x"), Bytes.EMPTY));
        entries.add(KeyEntry.of(Bytes.of("/large"), Bytes.of(new byte[(3 << 19) - 4096])));
        return entries;
    }

    private static KeyEntry leased(KeyEntry entry, long lease) {
        return new KeyEntry(entry.key(), entry.value(), 0, 0, 0, lease);
    }

    private static void put(KeyStore store, List<KeyEntry> entries) throws IOException {
        for (int i = 0; i < entries.size(); i += 100) {
            store.write(entries.subList(i, Math.min(i + 100, entries.size() - 1)).stream()
                    .map(entry -> new KeyStore.Write(entry.key(), 0, entry.value(), entry.lease()))
                    .toList());
        }
        KeyEntry large = entries.getLast();
        store.write(List.of(new KeyStore.Write(large.key(), 0, large.value(), 0)));
    }

    private static KeyStore.Write write(String key, String value) {
        return new KeyStore.Write(Bytes.of(key), 0, Optional.of(Bytes.of(value)), 0);
    }

    static List<KeyEntry> all(KeyStore store) throws IOException {
        List<KeyEntry> entries = new ArrayList<>();
        LiveKeySource.at(store, KeyFilter.ALL, OptionalLong.empty(), false, Instant.EPOCH)
                .forEach(KeyFilter.ALL, entries::add);
        return entries;
    }

    static void assertSameContent(List<KeyEntry> expected, List<KeyEntry> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).key(), actual.get(i).key());
            assertEquals(expected.get(i).value(), actual.get(i).value());
            assertEquals(expected.get(i).lease() != 0, actual.get(i).lease() != 0);
        }
    }

    private DumpFile export(KeyStore store) throws IOException {
        return export(store, folder.resolve("export.jsonl"), entry -> {});
    }

    /** Exports as the command does, and shows each entry before it is written. */
    static DumpFile export(KeyStore store, Path file, EntryVisitor watcher) throws IOException {
        try (KeySource source = LiveKeySource.at(store, KeyFilter.ALL, OptionalLong.empty(), false, Instant.EPOCH);
                JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(file))) {
            new Export(new ExportRules(KeyFilter.ALL, false, Redaction.NONE)).run(watched(source, watcher), writer);
        }
        return DumpFile.open(file);
    }

    private static KeySource watched(KeySource source, EntryVisitor watcher) {
        return new KeySource() {
            @Override
            public DumpHeader header() {
                return source.header();
            }

            @Override
            public void forEach(KeyFilter filter, EntryVisitor visitor) throws IOException {
                source.forEach(filter, entry -> {
                    watcher.entry(entry);
                    visitor.entry(entry);
                });
            }

            @Override
            public void forEach(KeyRange range, EntryVisitor visitor) throws IOException {
                source.forEach(range, visitor);
            }

            @Override
            public void history(Bytes key, EntryVisitor visitor) throws IOException {
                source.history(key, visitor);
            }

            @Override
            public Collection<LeaseTime> leases(Set<Long> ids) throws IOException {
                return source.leases(ids);
            }

            @Override
            public void close() {
                // the source is the caller's
            }
        };
    }

    private DumpFile dump(List<KeyEntry> entries) throws IOException {
        return dump(folder.resolve("keys.jsonl"), entries);
    }

    static DumpFile dump(Path file, List<KeyEntry> entries) throws IOException {
        try (JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(file))) {
            writer.begin(new DumpHeader(OptionalLong.empty(), 1, Instant.EPOCH, DumpHeader.LeftOut.NONE));
            for (KeyEntry entry : entries) {
                writer.entry(entry);
            }
            writer.end(List.of());
        }
        return DumpFile.open(file);
    }
}
