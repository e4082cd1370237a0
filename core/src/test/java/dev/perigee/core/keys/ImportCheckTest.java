package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import finds out before it writes the first key, and where it prunes. */
class ImportCheckTest {

    private final MemoryKeyStore store = new MemoryKeyStore();

    @TempDir
    Path folder;

    @Test
    void keysAreChosenByTheirOldNamesAndPruningFollowsThemToTheNew() throws Exception {
        store.put("/blue/live", "1");
        store.put("/t/stale", "1");
        ImportRules rules = pruning(List.of("/blue/"), "/blue/=/t/");

        ImportReport report = bring(rules, dump(entry("/blue/a", "v"), entry("/green/b", "v")));

        assertEquals(Optional.empty(), report.failure());
        assertEquals(List.of("/blue/live", "/t/a"), keys());
    }

    @Test
    void pruningEverythingSparesWhatMovedKeysCanNoMoreBe() throws Exception {
        store.put("/blue/live", "1");
        store.put("/t/stale", "1");
        store.put("/other", "1");

        bring(pruning(List.of(""), "/blue/=/t/"), dump(entry("/blue/a", "v")));

        assertEquals(List.of("/blue/live", "/t/a"), keys());
    }

    @Test
    void pruningSparesWhatIsExcluded() throws Exception {
        store.put("/t/keep/x", "1");
        store.put("/t/stale", "1");
        ImportRules rules = new ImportRules(
                new KeyFilter(List.of(Bytes.of("/a/")), List.of(Bytes.of("/a/keep/"))),
                List.of(PrefixMap.parse(Bytes.of("/a/=/t/"))),
                Bytes.EMPTY,
                OnConflict.OVERWRITE,
                LeasePolicy.KEEP,
                true);

        bring(rules, dump(entry("/a/x", "v")));

        assertEquals(List.of("/t/keep/x", "/t/x"), keys());
    }

    @Test
    void pruningBesideAFileOfRelativeKeysSparesWhatSuchAFileCannotHold() throws Exception {
        store.put("/app/x", "1");
        store.put("/gravity/stale", "1");
        Path file = Files.writeString(folder.resolve("g.json"), "{\"entries\":[{\"key\":\"/a\",\"value\":\"\"}]}");
        ImportRules rules = new ImportRules(
                new KeyFilter(List.of(Bytes.EMPTY), List.of()),
                List.of(),
                Bytes.of("/gravity"),
                OnConflict.OVERWRITE,
                LeasePolicy.KEEP,
                true);

        bring(rules, DumpFile.open(file));

        assertEquals(List.of("/app/x", "/gravity/a"), keys());
    }

    @Test
    void pruningWithoutAnyKeyOfTheFilesIsRefused() throws Exception {
        store.put("/typo/live", "1");

        OperationException refused = assertThrows(
                OperationException.class, () -> bring(pruning(List.of("/typo/")), dump(entry("/blue/a", "v"))));

        assertEquals(Outcome.REFUSED, refused.outcome());
        assertEquals(List.of("/typo/live"), keys());
    }

    @Test
    void twoKeysThatWouldBecomeOneAreBothNamedAndNothingIsWritten() throws Exception {
        for (OnConflict policy : OnConflict.values()) {
            OperationException refused = assertThrows(
                    OperationException.class,
                    () -> bring(
                            rules(policy, "/a/=/t/", "/b/=/t/"),
                            dump(entry("/0", "v"), entry("/a/x", "1"), entry("/b/x", "2"))));

            assertEquals(Outcome.BAD_INPUT, refused.outcome());
            assertTrue(
                    refused.getMessage().contains("entry 3 and ")
                            && refused.getMessage().contains("entry 2 would both become the key /t/x"),
                    refused.getMessage());
            assertEquals(List.of(), keys());
        }
    }

    @Test
    void twoEntriesThatSayTheSameAreNoLoss() throws Exception {
        bring(rules(OnConflict.OVERWRITE, "/a/=/t/", "/b/=/t/"), dump(entry("/a/x", "1"), entry("/b/x", "1")));

        assertEquals(List.of("/t/x"), keys());
    }

    @Test
    void aKeyThatIsTwiceInTwoFilesWithOtherValuesIsNamedInBoth() throws Exception {
        DumpFile first = dump(entry("/a", "1"));
        DumpFile second = dump(entry("/0", "1"), entry("/a", "2"));

        OperationException refused =
                assertThrows(OperationException.class, () -> bring(rules(OnConflict.OVERWRITE), first, second));

        assertTrue(
                refused.getMessage()
                        .contains(second.name() + ": entry 2 and " + first.name()
                                + ": entry 1 would both become the key /a"),
                refused.getMessage());
    }

    @Test
    void everyEntryThatWouldHaveTheEmptyKeyIsFoundBeforeTheFirstIsWritten() throws Exception {
        OperationException refused = assertThrows(
                OperationException.class,
                () -> bring(rules(OnConflict.OVERWRITE, "/a/="), dump(entry("/0", "v"), entry("/a/", "v"))));

        assertTrue(refused.getMessage().contains("entry 2 would have the empty key"), refused.getMessage());
        assertEquals(List.of(), keys());
    }

    @Test
    void aMapThatMovesNothingIsRefusedRatherThanBringingKeysToTheirOldPlace() throws Exception {
        OperationException refused = assertThrows(
                OperationException.class,
                () -> bring(rules(OnConflict.OVERWRITE, "/bleu/=/t/"), dump(entry("/blue/a", "v"))));

        assertTrue(refused.getMessage().contains("/bleu/=/t/ moves no key"), refused.getMessage());
        assertEquals(List.of(), keys());
    }

    @Test
    void aValueThatTheClusterDoesNotTakeIsFoundBeforeTheFirstIsWritten() throws Exception {
        KeyEntry large = KeyEntry.of(Bytes.of("/large"), Bytes.of(new byte[MemoryKeyStore.LARGEST_REQUEST + 1]));

        RefusedEntryException refused = assertThrows(
                RefusedEntryException.class,
                () -> bring(rules(OnConflict.OVERWRITE), dump(entry("/a", "v"), large, entry("/z", "v"))));

        assertTrue(refused.getMessage().contains("entry 2, key /large"), refused.getMessage());
        assertEquals(List.of(), keys());
    }

    @Test
    void halfOfACharacterIsNoText() throws Exception {
        DumpFile dump = dump(entry("/a", "v"));
        String text = Files.readString(Path.of(dump.name()));
        Path cut = Files.writeString(folder.resolve("cut.jsonl"), text.replace("\"v\"", "\"\\ud800\""));
        Path gravity =
                Files.writeString(folder.resolve("g.json"), "{\"entries\":[{\"key\":\"/\\udc80\",\"value\":\"\"}]}");

        for (Path file : List.of(cut, gravity)) {
            DamagedDumpException damaged = assertThrows(DamagedDumpException.class, () -> DumpFile.open(file));
            assertTrue(damaged.getMessage().contains("half of a character"), damaged.getMessage());
        }
    }

    private ImportReport bring(ImportRules rules, DumpFile... files) throws Exception {
        return new Import(store, failure -> false, rules, false).run(List.of(files), step -> {});
    }

    private static ImportRules rules(OnConflict policy, String... maps) {
        return new ImportRules(KeyFilter.ALL, maps(maps), Bytes.EMPTY, policy, LeasePolicy.KEEP, false);
    }

    private static ImportRules pruning(List<String> prefixes, String... maps) {
        KeyFilter filter = new KeyFilter(prefixes.stream().map(Bytes::of).toList(), List.of());
        return new ImportRules(filter, maps(maps), Bytes.EMPTY, OnConflict.OVERWRITE, LeasePolicy.KEEP, true);
    }

    private static List<PrefixMap> maps(String... maps) {
        return Arrays.stream(maps).map(Bytes::of).map(PrefixMap::parse).toList();
    }

    private static KeyEntry entry(String key, String value) {
        return KeyEntry.of(Bytes.of(key), Bytes.of(value));
    }

    private DumpFile dump(KeyEntry... entries) throws IOException {
        Path file = Files.createTempFile(folder, "keys", ".jsonl");
        try (JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(file))) {
            writer.begin(
                    new DumpHeader(OptionalLong.of(0xCDF818194E3A8C32L), 1, Instant.EPOCH, DumpHeader.LeftOut.NONE));
            for (KeyEntry entry : entries) {
                writer.entry(entry);
            }
            writer.end(List.of());
        }
        return DumpFile.open(file);
    }

    private List<String> keys() {
        return store.all().stream().map(entry -> entry.key().text()).toList();
    }
}
