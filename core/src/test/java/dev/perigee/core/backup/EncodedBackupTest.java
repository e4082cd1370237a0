package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.NoGoodCopy;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backups that are stored compressed and encrypted, each sink in its own way. */
class EncodedBackupTest extends EncodedFixture {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(400, 2_000);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    /** What another machine sees of the same sinks. */
    private Bench stranger(Bench bench) {
        Bench stranger = new Bench(folder.resolve("stranger"));
        stranger.identities = new Identities(List.of(key));
        return stranger.with("local", local(state.resolve("backup")), RetentionRules.KEEP_ALL)
                .encoded("local", locked);
    }

    private Path object(Manifest manifest) {
        return state.resolve("backup").resolve(manifest.body().key().value());
    }

    private Manifest stored(BackupId id) throws Exception {
        Path file = state.resolve("backup/prod/manifests/" + id + ".json");
        return ManifestJson.read("manifest", Files.readAllBytes(file));
    }

    @Test
    void whatIsStoredOpensWithAgeAndZstdAndIsWhatEtcdSent() throws Exception {
        BackupResult result = bench().backup(etcd.endpoint());

        Manifest manifest = stored(result.manifest().id());
        assertEquals(Outcome.OK, result.outcome(), () -> result.toString());
        assertEquals(List.of("zstd", "age"), manifest.body().encoding());
        assertEquals(List.of(Tools.recipient(key)), manifest.body().recipients());
        assertEquals(
                result.manifest().body().sha256(), manifest.body().content().sha256());
        assertEquals(manifest.body().length(), Files.size(object(manifest)));
        Path plain = Tools.opened(object(manifest), key, folder);
        assertEquals(manifest.body().content().sha256(), Sha256.digest(Files.readAllBytes(plain)));
        assertEquals(List.of(), bench().spooled());
    }

    @Test
    void withAnIdentityItIsTriedVerifiedAndFetched() throws Exception {
        Bench bench = reading();
        BackupResult result = bench.backup(etcd.endpoint());

        VerifyResult verified = bench.verify(Verify.Depth.DEEP);
        Path file = folder.resolve("fetched.db");
        Fetched fetched = new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), file);

        assertEquals(Outcome.OK, verified.outcome(), () -> verified.toString());
        assertEquals(result.manifest().body().length(), Files.size(file));
        assertEquals(result.manifest(), fetched.manifest().plain());
    }

    @Test
    void withoutAnIdentityItIsListedAndLookedAtAndTheErrorSaysWhichIsNeeded() throws Exception {
        Bench bench = bench();
        BackupId id = bench.backup(etcd.endpoint()).manifest().id();

        assertEquals(List.of(id), bench.listed());
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.QUICK).outcome());
        VerifyResult verified = bench.verify(Verify.Depth.FULL);
        assertEquals(Outcome.REFUSED, verified.outcome());
        String finding = verified.copies().getFirst().finding();
        assertTrue(finding.contains("no identity"), finding);
        assertTrue(finding.contains(Tools.recipient(key)) && finding.contains("age.identities"), finding);
        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .run(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                folder.resolve("fetched.db")));
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertFalse(Files.exists(folder.resolve("fetched.db")));
    }

    @Test
    void anOlderOneThatTheSameIdentityWouldOpenIsNoAdvice() throws Exception {
        Bench bench = bench();
        bench.backup(etcd.endpoint());
        bench.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        bench.backup(etcd.endpoint());

        NoGoodCopy refused = assertThrows(
                NoGoodCopy.class,
                () -> new Fetch(bench.environment())
                        .run(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                folder.resolve("fetched.db")));

        assertEquals(Optional.empty(), refused.older());
        assertTrue(String.valueOf(refused.getMessage()).contains("age.identities"), refused::toString);
    }

    @Test
    void sinksThatEachHaveTheirOwnEncodingHoldOneAndTheSameBackup() throws Exception {
        Bench bench = reading()
                .with("plain", local(folder.resolve("plain")), RetentionRules.KEEP_ALL)
                .with("packed", local(folder.resolve("packed")), RetentionRules.KEEP_ALL)
                .encoded("packed", new EncodingSettings(OptionalInt.of(1), List.of()));
        BackupResult result = bench.backup(etcd.endpoint());
        Bench stranger = stranger(bench)
                .with("plain", local(folder.resolve("plain")), RetentionRules.KEEP_ALL)
                .with("packed", local(folder.resolve("packed")), RetentionRules.KEEP_ALL);

        assertEquals(Outcome.OK, result.outcome(), () -> result.toString());
        for (Bench each : List.of(bench, stranger)) {
            VerifyResult verified = each.verify(Verify.Depth.FULL);
            assertEquals(3, verified.copies().size());
            assertEquals(Outcome.OK, verified.outcome(), () -> verified.toString());
        }
    }

    @Test
    void anEncodingThatNobodyKnowsIsRefusedByName() throws Exception {
        Bench bench = reading();
        BackupId id = bench.backup(etcd.endpoint()).manifest().id();
        Path manifest = state.resolve("backup/prod/manifests/" + id + ".json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"zstd\"", "\"brotli\""));

        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .run(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                folder.resolve("fetched.db")));

        assertTrue(refused.getMessage().contains("encoded with brotli"), refused.getMessage());
        assertTrue(new ListBackups(bench.environment())
                .run("prod", bench.destinations())
                .findings()
                .getFirst()
                .contains("encoded with brotli"));
    }

    @Test
    void aSpoiledEncryptedBodyIsToldFromAKeyThatIsMissing() throws Exception {
        Bench bench = reading();
        Manifest manifest = stored(bench.backup(etcd.endpoint()).manifest().id());
        byte[] bytes = Files.readAllBytes(object(manifest));
        bytes[60] ^= 1; // within the stanza of the header
        Files.write(object(manifest), bytes);

        VerifyResult verified = bench.verify(Verify.Depth.FULL);

        assertEquals(Outcome.DAMAGED, verified.outcome());
        assertTrue(
                verified.copies().getFirst().finding().contains("has SHA-256"),
                () -> verified.copies().getFirst().finding());
    }

    /** Whoever can write to the bucket knows the recipients, and can encrypt for them. */
    @Test
    void anotherBodyEncryptedForTheSameRecipientsIsAlteredHereAndRefutedElsewhere() throws Exception {
        Bench bench = reading();
        Manifest manifest = stored(bench.backup(etcd.endpoint()).manifest().id());
        Path other = Files.write(
                folder.resolve("other"),
                new byte[(int) manifest.body().content().length()]);
        Tools.run("zstd", "zstd", "-q", other.toString(), "-o", other + ".zst");
        Files.delete(object(manifest));
        Tools.run(
                "age", "age", "-r", Tools.recipient(key), "-o", object(manifest).toString(), other + ".zst");
        StoredObject body = manifest.body();
        Manifest forged = manifest.with(new StoredObject(
                body.role(),
                ObjectKey.of(body.key().value()),
                Files.size(object(manifest)),
                Sha256.digest(Files.readAllBytes(object(manifest))),
                body.encoding(),
                body.plain(),
                body.recipients(),
                Optional.empty()));
        Files.write(state.resolve("backup/prod/manifests/" + manifest.id() + ".json"), ManifestJson.write(forged));

        for (Bench each : List.of(bench, stranger(bench))) {
            VerifyResult verified = each.verify(Verify.Depth.FULL);
            assertEquals(Outcome.DAMAGED, verified.outcome(), () -> verified.toString());
            String finding = verified.copies().getFirst().finding();
            assertTrue(finding.contains("once it is decoded"), finding);
        }
    }
}
