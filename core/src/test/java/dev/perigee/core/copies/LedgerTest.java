package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sink whose owner takes backups away, or puts an old state of it back. */
class LedgerTest extends LedgerFixture {

    @Test
    void whatIsAsItWasLeftIsNothingToTell() throws Exception {
        assertEquals(List.of(), told(reader()));
        assertTrue(Files.readString(ledger()).contains("\"sequence\":2"));
    }

    /** Nobody signs; the machine that stored them remembers. */
    private Bench unsigned() {
        Bench bench = bench("state", RetentionRules.KEEP_ALL);
        bench.seals = Seals.NONE;
        return bench;
    }

    @Test
    void whoeverStoredTheNewestMissesItWithoutAnyLedgerUntilANewerOneLiesThere() throws Exception {
        remove(made.getFirst());
        assertEquals(List.of(), told(unsigned()), "rules may have let go of it elsewhere");

        remove(made.getLast());
        requireTold(unsigned(), made.getLast() + " is missing: this installation has stored it here");
        requireTold(unsigned(), "in docs/sinks.md says how to see delete markers");

        backUp(20);
        assertEquals(List.of(), told(unsigned()));
    }

    /** The manifest still shows, so that it isn't missing as a whole. */
    @Test
    void whoeverFindsABodyMissingInAStoreHearsOfDeleteMarkersAndInAFolderDoesNot() throws Exception {
        Files.delete(bucket.resolve("prod/snapshots/" + made.getLast() + ".db"));
        Bench store = unsigned();
        Bench folder = unsigned().onThisHost("bucket", bucket);

        for (Bench bench : List.of(store, folder)) {
            Listing listing = new ListBackups(bench.environment()).run("prod", bench.destinations());
            VerifyResult verified = new Verify(bench.environment())
                    .run(
                            "prod",
                            bench.destinations(),
                            Selector.parse(made.getLast().toString()),
                            Verify.Depth.QUICK,
                            true);
            for (String finding : List.of(
                    listing.findings().getFirst(), verified.copies().getFirst().finding())) {
                assertTrue(finding.contains(" is missing"), finding);
                assertEquals(
                        bench == store, finding.contains("in docs/sinks.md says how to see delete markers"), finding);
            }
            assertEquals(Outcome.DAMAGED, listing.outcome(), listing::toString);
        }
    }

    @Test
    void whatIsMissingInAFolderIsGone() throws Exception {
        remove(made.getLast());

        List<String> told = told(unsigned().onThisHost("bucket", bucket));

        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains(made.getLast() + " is missing"), told::toString);
    }

    @Test
    void whoeverFindsNothingAtAllHearsWhatIsMissing() throws Exception {
        for (BackupId id : made) {
            remove(id);
        }

        OperationException e = assertThrows(
                OperationException.class,
                () -> new Fetch(unsigned().environment())
                        .run(
                                Sought.anywhere("prod", unsigned().destinations()),
                                new Selector.Latest(),
                                folder.resolve("fetched.db")));

        assertEquals(Outcome.NOT_FOUND, e.outcome());
        assertTrue(e.getMessage().contains(made.getLast() + " is missing"), e.getMessage());
        assertTrue(e.getMessage().contains("docs/sinks.md"), e.getMessage());
    }

    @Test
    void whoeverRemovesWhatIsMissingHearsThatItIs() throws Exception {
        remove(made.getLast());

        OperationException e = assertThrows(
                OperationException.class,
                () -> new Delete(unsigned().environment())
                        .run(
                                "prod",
                                unsigned().destinations(),
                                List.of(Selector.parse(made.getLast().toString())),
                                true,
                                plan -> true));

        assertEquals(Outcome.NOT_FOUND, e.outcome());
        assertTrue(e.getMessage().contains(made.getLast() + " is missing"), e.getMessage());
    }

    @Test
    void whoeverRemovesTheNewestByNameDoesNotMissIt() throws Exception {
        Bench bench = unsigned();
        new Delete(bench.environment())
                .run(
                        "prod",
                        bench.destinations(),
                        List.of(Selector.parse(made.getLast().toString())),
                        true,
                        plan -> true);

        assertEquals(List.of(), told(unsigned()));
    }

    @Test
    void aLedgerThatNamesWhatIsMissingTellsOfDeleteMarkersOnce() throws Exception {
        remove(made.getLast());

        List<String> told = told(bench("state", RetentionRules.KEEP_ALL));

        assertEquals(2, told.size(), told::toString);
        assertTrue(told.getLast().contains("how to see delete markers"), told::toString);
    }

    @Test
    void aBackupThatWasTakenAwayIsNamedByEveryVerb() throws Exception {
        remove(made.getLast());
        String missing = made.getLast() + " is missing";

        requireTold(reader(), missing);
        Fetched fetched = new Fetch(reader().environment())
                .run(
                        Sought.anywhere("prod", reader().destinations()),
                        new Selector.Latest(),
                        folder.resolve("fetched.db"));
        assertEquals(made.getFirst(), fetched.manifest().id());
        assertTrue(fetched.warnings().toString().contains(missing), fetched::toString);
        VerifyResult verified = reader().verify(Verify.Depth.FULL);
        assertTrue(verified.toString().contains(missing) && verified.outcome() != Outcome.OK, verified::toString);
        ProofResult proven = new ProveAgain(reader().environment())
                .run("prod", reader().destinations(), new ProofSettings(Optional.empty(), 1, 1, true));
        assertTrue(proven.problems().toString().contains(missing), proven::toString);
        assertEquals(Outcome.PARTIAL, proven.outcome());
        RemovalResult pruned =
                new Prune(reader().environment()).run("prod", reader().destinations(), false, Approval.granted());
        assertTrue(pruned.plan().sinks().getFirst().findings().toString().contains(missing), pruned::toString);
        assertTrue(Files.exists(bucket.resolve("prod/manifests/" + made.getFirst() + ".json")));
    }

    /** As one is that was made before anything was signed. */
    @Test
    void aNewerBackupThatNobodySignedIsRefusedWhereCopiesAreProvenAgainAndNotCalledDamaged() throws Exception {
        Bench stranger = bench("stranger", RetentionRules.KEEP_ALL);
        stranger.seals = Seals.NONE;
        stranger.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(20));
        BackupId unsigned = stranger.backup(etcd.endpoint()).manifest().id();

        ProofResult proven = new ProveAgain(reader().environment())
                .run("prod", reader().destinations(), new ProofSettings(Optional.empty(), 1, 0, true));

        assertEquals(Outcome.REFUSED, proven.outcome());
        String told = proven.problems().getFirst().text();
        assertTrue(told.contains(unsigned + " counts for nothing: "), told);
        assertTrue(told.contains("it isn't signed") && told.contains("without trust.signers"), told);
        assertFalse(told.contains("damaged") || told.contains("delete"), told);
    }

    @Test
    void anOldStateThatIsPutBackIsFoundByWhoeverHasSeenTheNewer() throws Exception {
        byte[] old = Files.readAllBytes(ledger());
        backUp(20);
        assertEquals(List.of(), told(reader()));
        remove(made.getLast());
        Files.write(ledger(), old);

        requireTold(reader(), "went back: it is number 2, and this installation has seen number 3");
        Bench fresh = bench("fresh", RetentionRules.KEEP_ALL);
        assertEquals(List.of(), told(fresh));
    }

    @Test
    void aLedgerThatIsGoneIsMissedByWhoeverHasSeenIt() throws Exception {
        assertEquals(List.of(), told(reader()));
        Files.delete(ledger());

        requireTold(reader(), "is gone, which this installation has seen here");
    }

    @Test
    void aLedgerThatSomebodyElseWroteIsNotBelieved() throws Exception {
        Files.writeString(
                ledger(),
                Files.readString(ledger())
                        .replace(made.getLast().toString(), made.getFirst().toString()));

        requireTold(reader(), "isn't believed: its signature isn't good");
    }

    @Test
    void anotherInstallationsLedgerInItsPlaceIsNotBelieved() throws Exception {
        Files.copy(ledger(), ledger().resolveSibling("0123456789abcdef.json"));

        requireTold(reader(), "another cluster's or another installation's");
    }

    @Test
    void aManifestsSignatureIsNoLedgers() throws Exception {
        String line = Files.readAllLines(ledger()).getFirst() + "\n";
        byte[] signature = new Seals(Optional.of(key), Optional.empty())
                .sign(Seals.Purpose.MANIFEST, line.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        Files.writeString(ledger(), line + new String(signature, StandardCharsets.US_ASCII));

        requireTold(reader(), "another purpose than 'perigee-ledger'");
    }

    @Test
    void whatRetentionRemovesIsNotMissing() throws Exception {
        Bench maker = bench("state", RetentionRules.keepLast(1));
        maker.clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(20));

        RemovalResult pruned =
                new Prune(maker.environment()).run("prod", maker.destinations(), false, Approval.granted());

        assertFalse(Files.exists(bucket.resolve("prod/manifests/" + made.getFirst() + ".json")), pruned::toString);
        assertEquals(List.of(), told(reader()));
    }

    @Test
    void withoutSignersALedgerIsNoConcern() throws Exception {
        remove(made.getLast());
        Bench careless = bench("careless", RetentionRules.KEEP_ALL);
        careless.seals = Seals.NONE;

        assertEquals(List.of(), told(careless));
    }

    @Test
    void whoKnowsThatThereMustBeSomethingNewerGetsNothingOlder() throws Exception {
        Bench knowing = bench("fresh", RetentionRules.KEEP_ALL);
        knowing.seals = Seals.NONE.newerThan(Optional.of(made.getLast().time().plusSeconds(60)));

        List<String> told = told(knowing);
        assertTrue(told.toString().contains("isn't newer than"), told::toString);
        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Fetch(knowing.environment())
                        .run(
                                Sought.anywhere("prod", knowing.destinations()),
                                new Selector.Latest(),
                                folder.resolve("fetched.db")));
        assertEquals(Outcome.OVERDUE, refused.outcome());
        knowing.seals = Seals.NONE.newerThan(Optional.of(made.getFirst().time()));
        assertEquals(List.of(), told(knowing));
    }

    @Test
    void aMachineThatHasNeverLookedSaysWhatItCantKnow() throws Exception {
        Bench fresh = bench("fresh", RetentionRules.KEEP_ALL);

        told(fresh);
        assertEquals(1, said(fresh));
        told(fresh);
        assertEquals(1, said(fresh));
    }

    private static long said(Bench bench) {
        return bench.events.stream()
                .filter(event -> event.toString().contains("has seen no ledger of sink 'bucket' before"))
                .count();
    }
}
