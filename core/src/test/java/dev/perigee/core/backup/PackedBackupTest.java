package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.packed.ContentDigest;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are stored as the rows which the sink didn't have yet. */
class PackedBackupTest {

    @TempDir
    Path folder;

    private RealEtcd etcd;
    private Path state;
    private Bench bench;
    private Instant now = Instant.now();

    @BeforeEach
    void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(400, 2_000);
        state = folder.resolve("state");
        bench = on(state, RetentionRules.KEEP_ALL);
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private Bench on(Path machine, RetentionRules rules) {
        Bench made = new Bench(machine)
                .with("local", new LocalSink(new LocalSinkConfig(folder.resolve("state/backup"))), rules)
                .formatted("local", Format.PACKS);
        made.clock = () -> now;
        return made;
    }

    /** The clock stands until it is moved, and two backups of one moment have no order. */
    private Manifest backup(Bench by) throws Exception {
        now = now.plusSeconds(2);
        BackupResult result = by.backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), () -> result.toString());
        return stored(result.manifest().id());
    }

    private Manifest stored(BackupId id) throws Exception {
        Path file = state.resolve("backup/prod/manifests/" + id + ".json");
        return ManifestJson.read("manifest", Files.readAllBytes(file));
    }

    private Path object(StoredObject object) {
        return state.resolve("backup").resolve(object.key().value());
    }

    private void change(int keys, String value) {
        for (int key = 0; key < keys; key++) {
            etcd.etcdctl("put", "changed/" + value.charAt(0) + key, value);
        }
    }

    private void compactAndDefragment() {
        String status = etcd.etcdctl("endpoint", "status", "-w", "json").stdout();
        String revision = status.replaceAll("(?s).*\"revision\":([0-9]+).*", "$1");
        etcd.etcdctl("compact", "--physical", revision);
        etcd.etcdctl("defrag");
    }

    private VerifyResult verify(Bench by, BackupId id, Verify.Depth depth) throws Exception {
        return new Verify(by.environment()).run("prod", by.destinations(), Selector.parse(id.toString()), depth, true);
    }

    private Path fetched(Bench by, Manifest manifest) throws Exception {
        Path file = folder.resolve(manifest.id() + ".db");
        new Fetch(by.environment())
                .run(
                        Sought.anywhere("prod", by.destinations()),
                        Selector.parse(manifest.id().toString()),
                        file);
        return file;
    }

    @Test
    void onlyWhatChangedIsStoredWhateverCompactionAndDefragmentationDidToTheFile() throws Exception {
        Manifest first = backup(bench);
        change(4, "x".repeat(2_000));
        compactAndDefragment();
        Manifest second = backup(bench);
        change(4, "y".repeat(2_000));
        compactAndDefragment();
        Manifest third = backup(bench);

        assertEquals(List.of("packs"), first.body().encoding());
        assertTrue(first.body().length() > 800_000, () -> "" + first.body());
        for (Manifest later : List.of(second, third)) {
            assertTrue(later.body().length() < 30_000, () -> "" + later.body());
        }
        assertEquals(3, third.packs().size());
        for (Manifest each : List.of(first, second, third)) {
            assertEquals(Outcome.OK, verify(bench, each.id(), Verify.Depth.DEEP).outcome());
            assertEquals(each.facts().content(), Optional.of(ContentDigest.of(fetched(bench, each))));
        }
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void whatIsFetchedIsASnapshotForEtcdutlToo() throws Exception {
        backup(bench);
        change(3, "z");
        Manifest second = backup(bench);
        Path file = fetched(bench, second);

        String hash =
                etcd.etcdutl("hashkv", copy(file).toString(), "-w", "json").stdout();
        String restored = etcd.etcdutl(
                        "snapshot",
                        "restore",
                        file.toString(),
                        "--data-dir",
                        folder.resolve("restored").toString())
                .stdout();

        assertTrue(hash.contains("" + second.facts().hashKv()), () -> hash + second.facts());
        assertTrue(Files.isDirectory(folder.resolve("restored/member")), () -> restored);
    }

    private Path copy(Path file) throws Exception {
        return Files.copy(file, folder.resolve("copy.db"));
    }

    @Test
    void aLostIndexOrADamagedOneCostsAWholeNewSetAndNeverAWrongBackup() throws Exception {
        Manifest first = backup(bench);
        try (Stream<Path> files = Files.list(state.resolve("packs/local/prod"))) {
            Path index = files.filter(file -> file.toString().endsWith(".index"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(index);
            bytes[40] ^= 1;
            Files.write(index, bytes);
        }
        Manifest second = backup(bench);
        DurableFile.deleteTree(state.resolve("packs"));
        Manifest third = backup(bench);

        for (Manifest each : List.of(first, second, third)) {
            assertEquals(1, each.packs().size());
            assertEquals(Outcome.OK, verify(bench, each.id(), Verify.Depth.DEEP).outcome());
        }
    }

    @Test
    void aPackThatIsMissingOrDamagedIsNamedAndTheNextBackupDoesNotBuildOnWhatIsGone() throws Exception {
        Manifest first = backup(bench);
        change(2, "a");
        Manifest second = backup(bench);
        Path pack = object(first.body());
        byte[] whole = Files.readAllBytes(pack);
        byte[] bent = whole.clone();
        bent[bent.length / 2] ^= 1;
        Files.write(pack, bent);

        VerifyResult damaged = verify(bench, second.id(), Verify.Depth.FULL);
        Files.delete(pack);
        VerifyResult missing = verify(bench, second.id(), Verify.Depth.QUICK);
        Manifest third = backup(bench);

        String name = first.body().key().value();
        assertEquals(Outcome.DAMAGED, damaged.outcome());
        assertTrue(damaged.toString().contains(name), damaged::toString);
        assertEquals(Outcome.DAMAGED, missing.outcome());
        assertTrue(missing.toString().contains(name), missing::toString);
        assertEquals(1, third.packs().size());
        assertEquals(Outcome.OK, verify(bench, third.id(), Verify.Depth.DEEP).outcome());
    }

    @Test
    void aPackThatIsFoundDamagedSpoilsAllThatNeedItNothingIsBuiltOnItAndWhatIsGoodStays() throws Exception {
        Bench keepingOne = on(state, RetentionRules.keepLast(1));
        Manifest good = backup(on(folder.resolve("another machine"), RetentionRules.KEEP_ALL));
        Manifest first = backup(bench);
        change(2, "a");
        Manifest second = backup(bench);
        byte[] bent = Files.readAllBytes(object(first.body()));
        bent[bent.length / 2] ^= 1;
        Files.write(object(first.body()), bent);

        assertEquals(
                Outcome.DAMAGED, verify(bench, second.id(), Verify.Depth.FULL).outcome());

        new Prune(keepingOne.environment()).run("prod", keepingOne.destinations(), false, Approval.granted());
        assertTrue(bench.listed().contains(good.id()), "the only one that is good");
        OperationException gone = assertThrows(OperationException.class, () -> fetched(bench, second));
        assertTrue(gone.hint().orElseThrow().contains(good.id().toString()), gone.hint()::toString);
        Manifest third = backup(keepingOne);
        assertFalse(
                third.packs().stream()
                        .anyMatch(pack -> pack.key().equals(first.body().key())),
                third::toString);
        assertEquals(Outcome.OK, verify(bench, third.id(), Verify.Depth.DEEP).outcome());
    }

    /** The child writes a line per step; half of the kills are among its last steps. */
    @Test
    void whereverItIsKilledWhatIsListedIsGoodAndTheNextRunGoesOn() throws Exception {
        backup(bench);
        int lines = bench.events.size();
        Random random = new Random(20261129);
        int killed = 0;
        for (int kill = 0; kill < 8; kill++) {
            change(1, "k" + kill);
            int after = kill % 2 == 0 ? 1 + random.nextInt(lines) : lines - random.nextInt(8);
            Process child = BackupProcess.start(state, etcd.endpoint(), 9, BackupProcess.PACKS);
            killed += BackupProcess.killAfterLines(child, after) ? 1 : 0;
            for (BackupId id : bench.listed()) {
                assertEquals(Outcome.OK, verify(bench, id, Verify.Depth.DEEP).outcome(), "killed after line " + after);
            }
        }
        assertTrue(killed > 0, "at least one child was still at work");

        now = Instant.now().plusSeconds(10);
        Manifest last = backup(bench);
        assertTrue(last.packs().size() > 1, () -> "" + last.packs());
        assertEquals(Outcome.OK, verify(bench, last.id(), Verify.Depth.DEEP).outcome());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void twoMachinesEachBuildOnTheirOwnPacksAndSpoilNothing() throws Exception {
        Bench other = on(folder.resolve("other"), RetentionRules.KEEP_ALL);
        List<Manifest> all = List.of(backup(bench), backup(other), backup(bench), backup(other));

        assertEquals(
                List.of(1, 1, 2, 2),
                all.stream().map(manifest -> manifest.packs().size()).toList());
        for (Manifest each : all) {
            assertEquals(Outcome.OK, verify(bench, each.id(), Verify.Depth.DEEP).outcome());
        }
    }

    @Test
    void packsThatABackupNeedsOutliveTheirOwnBackupAndGoADayAfterTheLastThatNeedsThem() throws Exception {
        Bench keepingTwo = on(state, RetentionRules.keepLast(2));
        Manifest first = backup(keepingTwo);
        for (int i = 0; i < 3; i++) {
            change(2, "b" + i);
            backup(keepingTwo);
        }
        assertEquals(2, keepingTwo.listed().size());
        assertTrue(Files.exists(object(first.body())));
        assertEquals(Outcome.OK, keepingTwo.verify(Verify.Depth.DEEP).outcome());

        DurableFile.deleteTree(state.resolve("packs")); // the next backups need none of the old packs
        backup(keepingTwo);
        backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "it may be needed by one that another machine is making");
        try (Stream<Path> files = Files.list(object(first.body()).getParent())) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(3))));
            }
        }
        backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "old as it is, it is needed no more only since now");
        now = now.plus(Duration.ofHours(25));
        Manifest fresh = backup(keepingTwo);
        assertTrue(Files.exists(object(first.body())), "the store's own clock isn't there yet");
        Files.setLastModifiedTime(object(fresh.body()), FileTime.from(now));
        backup(keepingTwo);
        assertFalse(Files.exists(object(first.body())));
        assertEquals(Outcome.OK, keepingTwo.verify(Verify.Depth.DEEP).outcome());
    }

    @Test
    void whoDeletesIsToldWhichRowsStayForOthersAndWhichNobodyNeedsThen() throws Exception {
        Manifest first = backup(bench);
        change(3, "c");
        Manifest second = backup(bench);
        DurableFile.deleteTree(state.resolve("packs")); // the third is of rows of its own
        Manifest third = backup(bench);

        List<RemovalPlan.Line> alone = delete(first.id());
        List<RemovalPlan.Line> both = delete(first.id(), second.id());

        assertEquals(
                List.of("named; all its rows, " + first.body().length() + " bytes, stay: other backups need them"),
                reasons(alone));
        assertEquals(
                List.of(second.body().key().value(), first.body().key().value()),
                both.stream()
                        .flatMap(line -> line.orphan().stream())
                        .map(ObjectKey::value)
                        .sorted(Comparator.reverseOrder())
                        .toList());
        assertEquals(List.of("named", "named"), reasons(both).subList(0, 2));
        assertTrue(reasons(both).get(2).startsWith("rows, "), reasons(both).toString());
        assertEquals(List.of("named"), reasons(delete(third.id())).subList(0, 1));
    }

    private List<RemovalPlan.Line> delete(BackupId... ids) throws Exception {
        List<Selector> which = Stream.of(ids)
                .map(id -> (Selector) new Selector.Prefix(id.toString()))
                .toList();
        RemovalResult result =
                new Delete(bench.environment()).run("prod", bench.destinations(), which, false, _ -> false);
        return result.plan().sinks().getFirst().lines();
    }

    private static List<String> reasons(List<RemovalPlan.Line> lines) {
        return lines.stream().map(RemovalPlan.Line::reason).toList();
    }

    @Test
    void whoeverShowsABackupReadsNoManifestThatIsOlderThanItsRows() throws Exception {
        Manifest old = backup(bench);
        DurableFile.deleteTree(state.resolve("packs"));
        Manifest first = backup(bench);
        change(3, "d");
        Manifest second = backup(bench);
        Path elsewhere = folder.resolve("elsewhere");

        Bench other = on(elsewhere, RetentionRules.KEEP_ALL);
        Shown shown = new Show(other.environment())
                .run(
                        Sought.anywhere("prod", other.destinations()),
                        Selector.parse(first.id().toString()));

        assertEquals(List.of(second.id()), shown.packs().get("local").backups());
        assertFalse(
                cached(elsewhere).contains(old.id() + ".json"),
                cached(elsewhere).toString());
    }

    private static List<String> cached(Path machine) throws Exception {
        try (Stream<Path> files = Files.walk(machine.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void encryptedPacksNeedNoIdentityToBeBuiltOnAndOnlyOneToBeRead() throws Exception {
        Path key = Tools.identity(folder, "key.txt");
        EncodingSettings locked =
                new EncodingSettings(OptionalInt.of(3), List.of(AgeRecipient.parse(Tools.recipient(key))));
        bench.encoded("local", locked);
        Manifest first = backup(bench);
        change(2, "c");
        Manifest second = backup(bench);
        bench.identities = new Identities(List.of(key));

        assertEquals(List.of("packs", "zstd", "age"), second.body().encoding());
        assertEquals(2, second.packs().size());
        assertTrue(second.body().length() < first.body().length() / 10, () -> "" + second.body());
        assertEquals(Outcome.OK, verify(bench, second.id(), Verify.Depth.DEEP).outcome());

        Path newKey = Tools.identity(folder, "new.txt");
        bench.encoded(
                "local", new EncodingSettings(OptionalInt.of(3), List.of(AgeRecipient.parse(Tools.recipient(newKey)))));
        assertEquals(1, backup(bench).packs().size(), "an old recipient's packs aren't built on");
    }

    @Test
    void aSinkThatWantsFilesHasTheSameBackup() throws Exception {
        Path raw = folder.resolve("raw");
        bench.with("raw", new LocalSink(new LocalSinkConfig(raw)), RetentionRules.KEEP_ALL);
        backup(bench);
        change(2, "d");
        Manifest second = backup(bench);

        VerifyResult both = verify(bench, second.id(), Verify.Depth.DEEP);
        assertEquals(2, both.copies().size());
        assertEquals(Outcome.OK, both.outcome(), both::toString);
        assertEquals(
                second.body().content().length(), Files.size(raw.resolve("prod/snapshots/" + second.id() + ".db")));
    }
}
