package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
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
import dev.perigee.core.removal.Prune;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Backups that are stored as the rows which the sink didn't have yet. */
class PackedBackupTest extends PackedFixture {

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
