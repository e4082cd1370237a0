package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.companions.CompanionsPlan;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a restore also needs, of an API server whose values are encrypted. */
class CompanionsTest {

    private static final String CONFIGURATION = """
        kind: EncryptionConfiguration
        resources:
          - resources: [secrets]
            providers:
              - aescbc: { keys: [ { name: KEY, secret: LNRtdEav4g5vS75TUnYOOrdGQGel5PAS4C+6tMDf798= } ] }
              - identity: {}
          - resources: [configmaps]
            providers:
              - secretbox: { keys: [ { name: box-1, secret: Xe870KF6ETs+t/t6SSq7EeYyv43jX1E0BPISxCRvN0o= } ] }
              - identity: {}
        """;

    @TempDir
    static Path shared;

    private static RealEtcd etcd;

    @TempDir
    Path folder;

    private Path kubernetes;
    private Path identity;

    @BeforeAll
    static void startOnWhatAnApiServerWrote() throws Exception {
        Path snapshot = shared.resolve("encrypted.db");
        Path packed = Path.of("../cli/src/test/resources/dev/perigee/cli/keys/encrypted.db.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, snapshot);
        }
        Path data = shared.resolve("data");
        int peers = Ports.free();
        RestoreRequest as = RestoreRequest.of(snapshot, data);
        new Restore(Timing.system(), Progress.NONE)
                .run(new RestoreRequest(
                        snapshot,
                        "encrypted.db",
                        new RestoreRequest.Cluster(
                                "etcd", "etcd=http://127.0.0.1:" + peers, "token", Optional.empty(), false),
                        as.target(),
                        as.data()));
        etcd = RealEtcd.launchOn(EtcdRecipe.of("3.6"), "etcd", peers, data);
        etcd.awaitHealthy();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void fill() throws Exception {
        kubernetes = Files.createDirectories(folder.resolve("kubernetes"));
        Files.writeString(kubernetes.resolve("ca.key"), "private");
        configure("key-2026-11");
        identity = Tools.identity(folder, "identity.txt");
    }

    private void configure(String key) throws Exception {
        Files.writeString(kubernetes.resolve("encryption.yaml"), CONFIGURATION.replace("KEY", key));
    }

    private Bench bench() {
        return new Bench(folder.resolve("state"))
                .withLocal(RetentionRules.keepLast(1))
                .with("other", new LocalSink(new LocalSinkConfig(folder.resolve("other"))), RetentionRules.keepLast(1));
    }

    private BackupResult backUp(Bench bench, List<String> sinks) throws Exception {
        EncodingSettings encoding =
                new EncodingSettings(OptionalInt.of(3), List.of(AgeRecipient.parse(Tools.recipient(identity))));
        CompanionSettings companions = new CompanionSettings(List.of(kubernetes + "/**"), encoding, sinks);
        return new Backup(bench.environment()).run(bench.job(etcd.endpoint()).with(Optional.of(companions)));
    }

    private Path stored(String sink, Manifest manifest) {
        Path bucket = sink.equals("local") ? folder.resolve("state/backup") : folder.resolve(sink);
        return bucket.resolve("prod/companions/" + manifest.id() + ".tar");
    }

    private static List<String> warnings(Bench bench) {
        return bench.events.stream()
                .map(Object::toString)
                .filter(event -> event.startsWith("Warning"))
                .toList();
    }

    @Test
    void theyGoAlongEncryptedAndComeBack() throws Exception {
        Bench bench = bench();

        BackupResult result = backUp(bench, List.of());

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        assertEquals(List.of(), warnings(bench));
        Manifest manifest = result.manifest();
        assertEquals(Optional.of(List.of("aescbc:key-2026-11", "secretbox:box-1")), manifest.heldKeys());
        assertEquals(
                "[EncryptionKey[name=aescbc:key-2026-11, values=120], EncryptionKey[name=secretbox:box-1, values=121]]",
                manifest.facts().encryptionKeys().toString());
        Path tar = Tools.opened(stored("other", manifest), identity, folder);
        assertTrue(
                CompanionsPlan.of(tar, folder.resolve("out")).lines().toString().contains("ca.key"));
        bench.identities = new Identities(List.of(identity));
        Fetched fetched = new Fetch(bench.environment())
                .companions(
                        Sought.anywhere("prod", bench.destinations()),
                        new Selector.Latest(),
                        folder.resolve("companions.tar"));
        assertEquals(-1, Files.mismatch(tar, fetched.path()));
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.FULL).outcome());
    }

    /** To encrypt needs recipients alone. */
    @Test
    void anIdentityThatCantBeReadCostsNothingAndIsTold() throws Exception {
        Path gone = folder.resolve("gone.txt");
        Path broken = Files.writeString(folder.resolve("broken.txt"), "AGE-SECRET-KEY-1BROKEN");
        Bench bench = bench();
        bench.identities = new Identities(List.of(gone, broken));

        BackupResult result = backUp(bench, List.of());

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        assertTrue(Files.exists(stored("other", result.manifest())));
        assertEquals(2, warnings(bench).size(), () -> warnings(bench).toString());
        assertTrue(
                warnings(bench).getFirst().contains("is stored untried: " + gone + " isn't there"),
                () -> warnings(bench).toString());
        assertTrue(warnings(bench).getLast().contains(broken + ":1 is no identity"));
    }

    @Test
    void onlyTheSinksThatAreNamedGetThem() throws Exception {
        Bench bench = bench();

        Manifest manifest = backUp(bench, List.of("other")).manifest();

        assertTrue(Files.exists(stored("other", manifest)));
        assertFalse(Files.exists(stored("local", manifest)));
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.FULL).outcome());
        bench.identities = new Identities(List.of(identity));
        Fetched fetched = new Fetch(bench.environment())
                .companions(
                        Sought.anywhere("prod", bench.destinations()),
                        new Selector.Latest(),
                        folder.resolve("companions.tar"));
        assertEquals("other", fetched.sink());
    }

    @Test
    void aKeyThatIsNotInTheFilesIsToldAtOnce() throws Exception {
        configure("key-2027-01");
        Bench bench = bench();

        BackupResult result = backUp(bench, List.of());

        assertEquals(1, warnings(bench).size(), () -> warnings(bench).toString());
        assertTrue(
                warnings(bench).getFirst().contains("lacks aescbc:key-2026-11"),
                () -> warnings(bench).toString());
        assertFalse(warnings(bench).toString().contains("LNRtdEav"));
        assertEquals(
                List.of("aescbc:key-2026-11"), NeededKeys.of(result.manifest()).missing());
    }

    @Test
    void whatIsNotThereCostsNothingButItself() throws Exception {
        Files.delete(kubernetes.resolve("ca.key"));
        Files.delete(kubernetes.resolve("encryption.yaml"));
        Bench bench = bench();

        BackupResult result = backUp(bench, List.of());

        assertEquals(Outcome.PARTIAL, result.outcome());
        assertTrue(result.lack().orElseThrow().contains(kubernetes + "/**"), result::toString);
        assertTrue(result.isStored());
        OperationException none = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .companions(
                                Sought.anywhere("prod", bench.destinations()),
                                new Selector.Latest(),
                                folder.resolve("companions.tar")));
        assertEquals(Outcome.NOT_FOUND, none.outcome());
    }

    @Test
    void oneThatCantBeKeptCostsItselfAloneAndTheManifestSaysSo() throws Exception {
        try (RandomAccessFile large =
                new RandomAccessFile(kubernetes.resolve("large.log").toFile(), "rw")) {
            large.setLength(17 << 20);
        }
        Bench bench = bench();

        BackupResult result = backUp(bench, List.of());

        String left = kubernetes + "/large.log is larger than 16 MiB";
        assertEquals(Outcome.PARTIAL, result.outcome());
        assertTrue(result.lack().orElseThrow().contains(left), result::toString);
        StoredObject.Companions said =
                result.manifest().companions().orElseThrow().companions().orElseThrow();
        assertEquals(2, said.files());
        assertTrue(said.lacks().getFirst().startsWith(left), said::toString);
        assertEquals(Outcome.OK, bench.verify(Verify.Depth.FULL).outcome());
        assertTrue(Files.readString(folder.resolve(
                        "other/prod/manifests/" + result.manifest().id() + ".json"))
                .contains("\"lacks\""));
    }

    @Test
    void theyGoWhenTheirBackupGoesAndNothingPlainWasEverHere() throws Exception {
        Bench bench = bench();
        Manifest first = backUp(bench, List.of()).manifest();

        Manifest second = backUp(bench, List.of()).manifest();

        assertFalse(Files.exists(stored("local", first)));
        assertTrue(Files.exists(stored("local", second)));
        assertEquals(List.of(), bench.spooled());
        new Prune(bench.environment()).run("prod", bench.destinations(), false, Approval.granted());
        assertTrue(Files.exists(stored("local", second)));
    }

    @Test
    void companionsThatCantBeHadLeaveTheDataAndOnlyABackupThatHasSomeIsNamedInstead() throws Exception {
        Bench bench = new Bench(folder.resolve("state")).withLocal(RetentionRules.KEEP_ALL);
        Manifest withSome = backUp(bench, List.of()).manifest();
        bench.clock = () -> Instant.now().plusSeconds(2);
        Manifest without = bench.backup(etcd.endpoint()).manifest();
        bench.clock = () -> Instant.now().plusSeconds(4);
        Manifest newest = backUp(bench, List.of()).manifest();
        byte[] tar = Files.readAllBytes(stored("local", newest));
        Files.delete(stored("local", newest));
        bench.identities = new Identities(List.of(identity));

        OperationException gone = assertThrows(OperationException.class, () -> fetchNewest(bench));

        String hint = gone.hint().orElseThrow();
        assertTrue(hint.contains("the data can be restored without --companions"), hint);
        assertTrue(hint.contains("has companions is " + withSome.id()), hint);
        assertFalse(hint.contains(without.id().toString()), hint);
        bench.identities = new Identities(List.of(Tools.identity(folder, "another.txt")));
        Files.write(stored("local", newest), tar);
        OperationException locked = assertThrows(OperationException.class, () -> fetchNewest(bench));
        String other = locked.hint().orElseThrow();
        assertTrue(other.contains("the data can be restored without --companions"), other);
        assertFalse(other.contains(withSome.id().toString()), other);
    }

    private Fetched fetchNewest(Bench bench) throws OperationException {
        return new Fetch(bench.environment())
                .companions(
                        Sought.anywhere("prod", bench.destinations()),
                        new Selector.Latest(),
                        folder.resolve("companions.tar"));
    }

    @Test
    void companionsThatSomebodyHasChangedAreDamage() throws Exception {
        Bench bench = bench();
        Manifest manifest = backUp(bench, List.of()).manifest();
        byte[] bytes = Files.readAllBytes(stored("other", manifest));
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored("other", manifest), bytes);

        assertTrue(bench.verify(Verify.Depth.FULL)
                .toString()
                .contains("companions/" + manifest.id() + ".tar has SHA-256"));
        bench.identities = new Identities(List.of(identity));
        Fetched fetched = new Fetch(bench.environment())
                .companions(
                        Sought.anywhere("prod", bench.destinations()),
                        new Selector.Latest(),
                        folder.resolve("companions.tar"));
        assertEquals("local", fetched.sink());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    /** Whichever command comes upon it; and whoever needs the data gets it all the same. */
    @Test
    void companionsThatWereFoundDamagedAreRememberedAndKeepNobodyFromTheData() throws Exception {
        Bench bench = bench();
        bench.identities = new Identities(List.of(identity));
        Manifest manifest = backUp(bench, List.of()).manifest();
        for (String sink : List.of("local", "other")) {
            byte[] bytes = Files.readAllBytes(stored(sink, manifest));
            bytes[bytes.length / 2] ^= 1;
            Files.write(stored(sink, manifest), bytes);
        }
        Sought sought = Sought.anywhere("prod", bench.destinations());
        Selector id = Selector.parse(manifest.id().toString());
        Fetch fetch = new Fetch(bench.environment());

        assertThrows(OperationException.class, () -> fetch.companions(sought, id, folder.resolve("companions.tar")));

        Listing listing = new ListBackups(bench.environment()).run("prod", bench.destinations());
        assertEquals(2, listing.damaged().size(), listing::toString);
        String finding = listing.findings().getFirst();
        assertTrue(finding.contains("companions/" + manifest.id() + ".tar has SHA-256"), finding);
        assertTrue(finding.contains(manifest.id() + " counts only for its data"), finding);
        assertEquals(
                "local", fetch.run(sought, id, folder.resolve("fetched.db")).sink());
        Points.Point point =
                Points.look(bench.environment(), sought).at(manifest.id().revision());
        assertEquals(manifest.id().revision(), point.plan().revision());
        assertThrows(OperationException.class, () -> fetch.companions(sought, id, folder.resolve("companions.tar")));
        backUp(bench, List.of());
        Fetched ours = fetch.run(sought, id, folder.resolve("again.db"));
        assertFalse(ours.warnings().toString().contains("neither made nor proven"), ours::toString);
    }
}
