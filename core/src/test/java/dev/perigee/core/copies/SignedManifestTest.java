package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sinks, one of which an attacker writes to, seen by a machine that knows nothing but who is to be believed. */
class SignedManifestTest {

    private static RealEtcd etcd;

    @TempDir
    Path folder;

    private Path good;
    private Path bad;
    private Path key;
    private Path signers;
    private BackupId id;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(50, 200);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void backUp() throws Exception {
        good = folder.resolve("good");
        bad = folder.resolve("bad");
        key = folder.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        signers = Files.writeString(folder.resolve("signers"), "bench " + open.text() + "\n");
        BackupResult result = signing(bench("state")).backup(etcd.endpoint());
        assertEquals(Outcome.OK, result.outcome(), result::toString);
        id = result.manifest().id();
    }

    private Bench bench(String state) {
        return new Bench(folder.resolve(state))
                .with("bad", local(bad), RetentionRules.keepLast(1))
                .with("good", local(good), RetentionRules.keepLast(1));
    }

    private static LocalSink local(Path path) {
        return new LocalSink(new LocalSinkConfig(path));
    }

    private Bench signing(Bench bench) {
        bench.seals = new Seals(Optional.of(key), Optional.of(signers));
        return bench;
    }

    private Bench believing() {
        Bench bench = bench("stranger");
        bench.seals = new Seals(Optional.empty(), Optional.of(signers));
        return bench;
    }

    private static Path manifest(Path sink, BackupId id) {
        return sink.resolve("prod/manifests/" + id + ".json");
    }

    private static Path signature(Path sink, BackupId id) {
        return sink.resolve("prod/manifests/" + id + ".json.sig");
    }

    private static Listing list(Bench bench) throws Exception {
        return new ListBackups(bench.environment()).run("prod", bench.destinations());
    }

    private static List<String> findings(Bench bench) throws Exception {
        return list(bench).findings();
    }

    private Fetched fetch(Bench bench) throws OperationException {
        return new Fetch(bench.environment())
                .run(
                        Sought.anywhere("prod", bench.destinations()),
                        new Selector.Latest(),
                        folder.resolve("fetched.db"));
    }

    /** Found and named by each verb, and the other sink used. */
    private void requireFound(String words) throws Exception {
        requireFound(Outcome.DAMAGED, words);
    }

    private void requireFound(Outcome outcome, String words) throws Exception {
        List<String> findings = findings(believing());
        assertEquals(1, findings.size(), findings::toString);
        assertTrue(
                findings.getFirst().startsWith("sink 'bad'")
                        && findings.getFirst().contains(words),
                findings::toString);
        Fetched fetched = fetch(believing());
        assertEquals("good", fetched.sink());
        VerifyResult verified = believing().verify(Verify.Depth.FULL);
        assertEquals(outcome, verified.copies().getFirst().outcome(), verified::toString);
        assertTrue(verified.copies().getFirst().finding().contains(words), verified::toString);
        assertEquals(Outcome.OK, verified.copies().getLast().outcome(), verified::toString);
    }

    @Test
    void sshKeygenVerifiesTheManifestInTheSink() {
        var verified = Command.run(
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        InstalledServer.binary("openssh", "ssh-keygen") + " -Y verify -f " + signers
                                + " -I bench -n perigee-manifest -s " + signature(good, id) + " <"
                                + manifest(good, id)));

        assertEquals(0, verified.exitCode(), verified.stderr());
    }

    @Test
    void whatIsSignedCountsOnAMachineThatKnowsNothingElse() throws Exception {
        assertEquals(List.of(), findings(believing()));
        assertEquals(Outcome.OK, believing().verify(Verify.Depth.DEEP).outcome());
        assertEquals(id, fetch(believing()).manifest().id());
    }

    @Test
    void aManifestWithoutItsSignatureIsNoBackup() throws Exception {
        Files.delete(signature(bad, id));

        requireFound(Outcome.REFUSED, "it isn't signed");
    }

    /** As all are that were made before anything was signed. */
    @Test
    void whatNobodySignedIsRefusedWithWhatToDoAndNotCalledDamaged() throws Exception {
        Bench unsigned = new Bench(folder.resolve("before")).with("bad", local(bad), RetentionRules.KEEP_ALL);
        unsigned.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-5));
        BackupId before = unsigned.backup(etcd.endpoint()).manifest().id();
        Selector which = new Selector.Prefix(before.toString());
        Bench stranger = believing();

        VerifyResult verified =
                new Verify(stranger.environment()).run("prod", stranger.destinations(), which, Verify.Depth.FULL, true);
        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Fetch(stranger.environment())
                        .run(Sought.anywhere("prod", stranger.destinations()), which, folder.resolve("fetched.db")));

        assertEquals(Outcome.REFUSED, verified.outcome(), verified::toString);
        for (String said : List.of(verified.copies().getFirst().finding(), String.valueOf(refused.getMessage()))) {
            assertTrue(said.contains("isn't believed: it isn't signed, and trust.signers demands it; "), said);
            assertTrue(said.contains("so does a configuration without trust.signers"), said);
            assertFalse(said.contains("damaged"), said);
        }
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertEquals(id, fetch(stranger).manifest().id());
    }

    /** Whoever knows nothing sees a sink without a backup; what is planted beside a good one is no fault of the backups. */
    @Test
    void aSinkThatHoldsNothingButWhatIsntBelievedIsNotWell() throws Exception {
        try (Stream<Path> ledgers = Files.list(bad.resolve("prod/ledgers"))) {
            Files.delete(ledgers.findFirst().orElseThrow());
        }
        planted(Duration.ofSeconds(1));
        assertEquals(Outcome.OK, list(believing()).outcome());

        Files.delete(signature(bad, id));

        assertEquals(Outcome.DAMAGED, list(believing()).outcome());
    }

    @Test
    void whatASignedLedgerNamesAndIsntBelievedIsDamagedForWhoeverKnowsNothingElse() throws Exception {
        Bench keeping = signing(new Bench(folder.resolve("state")).with("bad", local(bad), RetentionRules.KEEP_ALL));
        keeping.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        BackupId newer = keeping.backup(etcd.endpoint()).manifest().id();
        assertEquals(Outcome.OK, list(believing()).outcome());

        Files.delete(signature(bad, newer));

        assertEquals(Outcome.DAMAGED, list(believing()).outcome());
    }

    @Test
    void aChangedManifestIsNoBackup() throws Exception {
        Files.writeString(
                manifest(bad, id),
                Files.readString(manifest(bad, id)).replace("\"job\":\"default\"", "\"job\":\"tampered\""));

        requireFound("of other bytes");
        assertEquals(Outcome.DAMAGED, list(signing(bench("state"))).outcome(), "it was ours");
    }

    /** A newer release may write what this one can't read; but what was signed says nothing else than it did. */
    @ParameterizedTest
    @CsvSource({"'\"encoding\":[\"zstd\"]', '\"encoding\":[\"rot13\"]'", "'\"format\":', '\"format\":9'"})
    void whatWasSignedIsChangedNotNewer(String before, String after) throws Exception {
        Bench maker = signing(bench("state"))
                .encoded("bad", new EncodingSettings(OptionalInt.of(3), List.of()))
                .encoded("good", new EncodingSettings(OptionalInt.of(3), List.of()));
        maker.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        id = maker.backup(etcd.endpoint()).manifest().id();
        String whole = Files.readString(manifest(bad, id));
        assertTrue(whole.contains(before), whole);
        Files.writeString(manifest(bad, id), whole.replace(before, after));

        requireFound("of other bytes");
        VerifyResult ours = maker.verify(Verify.Depth.FULL);
        assertEquals(Outcome.DAMAGED, ours.copies().getFirst().outcome(), ours::toString);
        assertTrue(ours.copies().getFirst().finding().contains("of other bytes"), ours::toString);
        Files.delete(signature(bad, id));
        VerifyResult unsigned = maker.verify(Verify.Depth.FULL);
        assertEquals(Outcome.DAMAGED, unsigned.copies().getFirst().outcome(), unsigned::toString);
    }

    @Test
    void whatIsEncodedAndOursNeedsNoSignatureHereEither() throws Exception {
        Bench maker = signing(bench("state")).encoded("bad", new EncodingSettings(OptionalInt.of(3), List.of()));
        maker.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        id = maker.backup(etcd.endpoint()).manifest().id();
        Files.delete(signature(bad, id));

        assertEquals(List.of(), findings(maker));
        assertEquals(Outcome.OK, maker.verify(Verify.Depth.FULL).outcome());
    }

    @Test
    void aStrangersSignatureIsNone() throws Exception {
        Path strange = folder.resolve("strange");
        SshKey stranger = NewKey.write(strange, "bench", new SecureRandom());
        byte[] bytes = Files.readAllBytes(manifest(bad, id));
        Files.write(
                signature(bad, id),
                new Seals(Optional.of(strange), Optional.empty())
                        .sign(Seals.Purpose.MANIFEST, bytes)
                        .orElseThrow());

        requireFound(stranger.fingerprint());
    }

    /** Nobody changed it: what is wrong is what it says, and that is what is said. */
    @Test
    void whatATrustedKeySignedAndCantBeIsDamagedAndNotUnsigned() throws Exception {
        byte[] impossible = Files.readString(manifest(bad, id))
                .replaceFirst("\"length\":\\d+", "\"length\":-1")
                .getBytes(StandardCharsets.UTF_8);
        assertFalse(Arrays.equals(Files.readAllBytes(manifest(bad, id)), impossible));
        Files.write(manifest(bad, id), impossible);
        Files.write(
                signature(bad, id),
                new Seals(Optional.of(key), Optional.empty())
                        .sign(Seals.Purpose.MANIFEST, impossible)
                        .orElseThrow());

        requireFound(" is damaged: ");
        assertFalse(findings(believing()).toString().contains("isn't believed"));
    }

    @Test
    void aSignatureWithoutAnEndIsRefusedByItsLength() throws Exception {
        Files.write(signature(bad, id), new byte[1 << 20]);

        requireFound("longer than");
    }

    /** The whole backup again under another id, as someone who writes to the bucket can put it there. */
    private String planted(Duration younger) throws IOException {
        String other = new SnapshotId(id.time().plus(younger), id.revision(), 7).toString();
        Files.copy(bad.resolve("prod/snapshots/" + id + ".db"), bad.resolve("prod/snapshots/" + other + ".db"));
        Files.writeString(
                bad.resolve("prod/manifests/" + other + ".json"),
                Files.readString(manifest(bad, id)).replace(id.toString(), other));
        Files.copy(signature(bad, id), bad.resolve("prod/manifests/" + other + ".json.sig"));
        return other;
    }

    /** What retention would keep in place of the real one. */
    @Test
    void anOldBackupUnderAFreshIdPushesNobodyOut() throws Exception {
        String fresh = planted(Duration.ofSeconds(1));

        new Prune(believing().environment()).run("prod", believing().destinations(), false, Approval.granted());

        assertTrue(Files.exists(manifest(bad, id)) && Files.exists(manifest(good, id)));
        assertTrue(findings(believing()).toString().contains(fresh), () -> "the copy under another id isn't named");
    }

    @Test
    void anOlderOneIsNamedByAListingToo() throws Exception {
        String older = planted(Duration.ofDays(-1));

        List<String> findings = findings(believing());

        assertEquals(1, findings.size(), findings::toString);
        assertTrue(findings.getFirst().contains(older), findings::toString);
    }

    @Test
    void whatThisInstallationMadeItselfNeedsNoSignatureHere() throws Exception {
        Files.delete(signature(bad, id));
        Files.delete(signature(good, id));

        assertEquals(List.of(), findings(signing(bench("state"))));
        OperationException refused = assertThrows(OperationException.class, () -> fetch(believing()));
        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertFalse(Files.exists(folder.resolve("fetched.db")));
    }

    @Test
    void whatIsPrunedTakesItsSignatureAlong() throws Exception {
        Bench later = signing(bench("state"));
        later.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(5));
        BackupId newer = later.backup(etcd.endpoint()).manifest().id();

        try (Stream<Path> left = Files.list(good.resolve("prod/manifests"))) {
            assertEquals(
                    List.of(newer + ".json", newer + ".json.sig"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void signersThatCantBeReadBelieveNobody() throws Exception {
        Files.delete(signers);

        assertTrue(findings(believing()).getFirst().contains("nobody is trusted"));
        assertThrows(OperationException.class, () -> fetch(believing()));
    }

    @Test
    void aKeyThatCantBeReadStoresNothing() throws Exception {
        Files.delete(key);
        Bench later = signing(bench("other"));

        BackupResult result = later.backup(etcd.endpoint());

        assertTrue(
                result.sinks().getFirst().failure().orElseThrow().text().contains("can't be signed"), result::toString);
        assertEquals(List.of(id), later.listed());
    }

    @Test
    void aNewerOneThatNobodyTrustedHasSignedDoesntHideTheLatest() throws Exception {
        String fresh = planted(Duration.ofSeconds(1));

        Fetched fetched = fetch(believing());
        VerifyResult verified = believing().verify(Verify.Depth.FULL);

        assertEquals(id, fetched.manifest().id());
        assertTrue(fetched.warnings().toString().contains(fresh + " counts for nothing"), fetched::toString);
        assertEquals(id, verified.id());
        assertTrue(verified.outcome() != Outcome.OK, verified::toString);
    }
}
