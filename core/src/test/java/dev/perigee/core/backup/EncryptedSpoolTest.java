package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backups that wait in the spool encrypted, and what is tried on them before they are sent. */
class EncryptedSpoolTest extends EncodedFixture {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(50, 200);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @Test
    void aBackupThatItsOwnIdentityCantOpenIsNeverSent() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(Tools.identity(folder, "other.txt")));

        BackupResult result = bench.backup(etcd.endpoint());

        assertEquals(List.of(), bench.listed());
        assertTrue(
                result.sinks().getFirst().failure().orElseThrow().text().contains("can't be read with the identities"),
                () -> result.toString());
    }

    /** Nobody here may look into what waits, and it isn't lost either. */
    @Test
    void whatNoIdentityAtHandOpensWaitsEncryptedUntilOneDoes() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(Tools.identity(folder, "other.txt")));
        BackupResult failed = bench.backup(etcd.endpoint());
        assertFalse(bench.spooled().isEmpty());
        for (Path file : bench.spooled()) {
            assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("bolt"), file.toString());
            assertFalse(file.endsWith("snapshot.db"), file.toString());
        }
        new CatchUp(bench.environment()).run(bench.job(etcd.endpoint()));
        assertEquals(List.of(), bench.listed());

        Bench later = reading();
        new CatchUp(later.environment()).run(later.job(etcd.endpoint()));

        assertEquals(List.of(failed.manifest().id()), later.listed());
        assertEquals(Outcome.OK, later.verify(Verify.Depth.FULL).outcome());
        assertEquals(List.of(), later.spooled());
    }

    /** Whoever gives up encrypting has no identity any more that could try what waits. */
    @Test
    void whatWaitsEncryptedGoesOutOnceThereAreNoIdentitiesWhateverTheSinkTakesNow() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(Tools.identity(folder, "other.txt")));
        BackupResult failed = bench.backup(etcd.endpoint());
        Bench later = new Bench(state).withLocal(RetentionRules.KEEP_ALL);

        new CatchUp(later.environment()).run(later.job(etcd.endpoint()));

        assertEquals(List.of(failed.manifest().id()), later.listed());
        assertEquals(List.of(), later.spooled());
    }

    /** It may be the very one that opens it: nobody here can tell, as on a machine without any. */
    @Test
    void anIdentityThatCantBeReadKeepsNoBackupBack() throws Exception {
        Path gone = folder.resolve("gone.txt");
        for (List<Path> files : List.of(List.of(gone), List.of(gone, Tools.identity(folder, "other.txt")))) {
            Bench bench = new Bench(folder.resolve("state" + files.size()))
                    .withLocal(RetentionRules.KEEP_ALL)
                    .encoded("local", locked);
            bench.identities = new Identities(files);

            BackupResult result = bench.backup(etcd.endpoint());

            assertEquals(Outcome.OK, result.outcome(), result::toString);
            assertEquals(List.of(result.manifest().id()), bench.listed());
            assertTrue(
                    bench.events.stream()
                            .map(Object::toString)
                            .anyMatch(event -> event.startsWith("Warning") && event.contains(gone.toString())),
                    bench.events::toString);
        }
    }

    @Test
    void anIdentityThatCanBeReadTriesABackupAlsoBesideOneThatCant() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(folder.resolve("gone.txt"), key));

        assertEquals(Outcome.OK, bench.backup(etcd.endpoint()).outcome());
    }

    @Test
    void whatWaitsForASinkWaitsEncryptedAndIsSentAsItWasWhateverTheSettingsSayLater() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "no folder");
        Bench bench = new Bench(state)
                .with("far", local(blocked.resolve("x")), RetentionRules.KEEP_ALL)
                .encoded("far", locked);
        BackupResult failed = bench.backup(etcd.endpoint());
        assertFalse(failed.outcome() == Outcome.OK);
        for (Path file : bench.spooled()) {
            assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("bolt"), file.toString());
            assertFalse(file.endsWith("snapshot.db"), file.toString());
        }

        Bench later = new Bench(state)
                .with("far", local(folder.resolve("far")), RetentionRules.KEEP_ALL)
                .encoded("far", lockedFor(key, Tools.identity(folder, "rotated.txt")));
        later.identities = new Identities(List.of(key));
        new CatchUp(later.environment()).run(later.job(etcd.endpoint()));

        assertEquals(List.of(failed.manifest().id()), later.listed());
        assertEquals(Outcome.OK, later.verify(Verify.Depth.FULL).outcome());
        assertEquals(List.of(), later.spooled());
    }

    @Test
    void whatWaitedPlainIsEncryptedBeforeItIsSentToASinkThatWantsItSo() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "no folder");
        Bench bench = new Bench(state).with("far", local(blocked.resolve("x")), RetentionRules.KEEP_ALL);
        bench.backup(etcd.endpoint());

        Bench later = new Bench(state)
                .with("far", local(folder.resolve("far")), RetentionRules.KEEP_ALL)
                .encoded("far", locked);
        new CatchUp(later.environment()).run(later.job(etcd.endpoint()));

        try (Stream<Path> files = Files.walk(folder.resolve("far"))) {
            Path body = files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(Files.readString(body, StandardCharsets.ISO_8859_1).startsWith("age-encryption.org/v1\n"));
        }
    }

    /** As if its encoder had been wrong: its bytes are those that were written, and nobody can read them. */
    private void spoil(BackupId id) throws IOException {
        for (Path file : spooled()) {
            Path record = file.resolveSibling("owed.json");
            if (file.endsWith("snapshot." + locked.fingerprint())
                    && Files.readString(record).contains(id.toString())) {
                byte[] bytes = Files.readAllBytes(file);
                String before = Sha256.digest(bytes).toString();
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
                Files.writeString(
                        record,
                        Files.readString(record)
                                .replace(before, Sha256.digest(bytes).toString()));
            }
        }
    }

    private List<Path> spooled() throws IOException {
        return bench().spooled().stream()
                .filter(file -> !file.toString().endsWith(".lock"))
                .toList();
    }

    @Test
    void whatTurnsOutNotToDecodeIsToldSetAsideAndHoldsNothingBack() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(Tools.identity(folder, "other.txt")));
        BackupId good = bench.backup(etcd.endpoint()).manifest().id();
        bench.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        BackupId bad = bench.backup(etcd.endpoint()).manifest().id();
        spoil(bad);

        Bench later = reading();
        var told = new CatchUp(later.environment()).run(later.job(etcd.endpoint()));

        assertEquals(List.of(good), later.listed());
        String text = told.getFirst().failure().orElseThrow().text();
        assertTrue(text.contains(bad.toString()) && text.contains("doesn't decode"), text);
        assertEquals(2, spooled().size(), () -> "the record and the only copy are still there");
        for (Path file : spooled()) {
            assertTrue(file.getParent().toString().endsWith(".damaged"), file.toString());
        }
        assertEquals(List.of(), new CatchUp(later.environment()).run(later.job(etcd.endpoint())));
    }

    /** Whose form decodes mustn't miss it because another's doesn't. */
    @Test
    void aFormThatDoesntDecodeLeavesTheOthersToTheSinksThatStillWaitForThem() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "no folder");
        Bench bench = bench().with("far", local(blocked.resolve("x")), RetentionRules.KEEP_ALL)
                .encoded("far", new EncodingSettings(OptionalInt.of(1), locked.recipients()));
        bench.identities = new Identities(List.of(Tools.identity(folder, "other.txt")));
        BackupId id = bench.backup(etcd.endpoint()).manifest().id();
        spoil(id);
        Bench down = reading()
                .with("far", local(blocked.resolve("x")), RetentionRules.KEEP_ALL)
                .encoded("far", new EncodingSettings(OptionalInt.of(1), locked.recipients()));
        new CatchUp(down.environment()).run(down.job(etcd.endpoint()));
        assertTrue(spooled().stream().noneMatch(file -> file.toString().contains(".damaged")));
        Files.delete(blocked);

        new CatchUp(down.environment()).run(down.job(etcd.endpoint()));

        assertEquals(List.of(id), down.listed());
    }
}
