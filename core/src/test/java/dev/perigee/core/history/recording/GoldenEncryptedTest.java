package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Backup;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.companions.CompanionsPlan;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.history.ProvePacks;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sink as format version 1 was written where a fleet backs up, encrypts and takes files along: every later release must read it with
 * the identity. {@code -Dgolden=write} makes it anew, which only a new format version gives a reason for, in a folder of its own.
 */
class GoldenEncryptedTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "signed-2");
    private static final Path IDENTITY = GOLDEN.resolve("identity.txt");
    private static final Purpose PURPOSE =
            new Purpose(Optional.of(Instant.parse("2026-11-30T00:00:00Z")), OptionalLong.of(7));

    @TempDir
    Path dir;

    private static Bench bench(Path dir, Path sink, Seals seals) throws Exception {
        Bench bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink.toAbsolutePath())), RetentionRules.KEEP_ALL)
                .encoded("golden", encoding());
        bench.seals = seals;
        return bench;
    }

    private static EncodingSettings encoding() throws Exception {
        return new EncodingSettings(
                OptionalInt.of(9), List.of(AgeRecipient.parse(Tools.recipient(IDENTITY.toAbsolutePath()))));
    }

    /** Of a machine that has made none of it, trusts whoever did, and has no identity. */
    private Bench golden() throws Exception {
        Path sink = dir.resolve("sink");
        GoldenSink.copy(GOLDEN.resolve("sink"), sink);
        return bench(dir, sink, new Seals(Optional.empty(), Optional.of(GOLDEN.resolve("signers"))));
    }

    @Test
    void whatWasEncryptedInTheFirstFormatIsReadWithItsIdentity() throws Exception {
        Bench bench = golden();
        bench.identities = new Identities(List.of(IDENTITY));

        assertEquals(
                Outcome.OK,
                new Verify(bench.environment())
                        .run("prod", bench.destinations(), new Selector.Latest(), Verify.Depth.DEEP, true)
                        .outcome());
        for (String line : Files.readAllLines(GOLDEN.resolve("said.txt"))) {
            String[] words = line.split(" ");
            assertMade(bench, Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    private static void assertMade(Bench bench, long revision, long compacted, long hash) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Path file = points.make(points.at(revision), scratch).file();
            RecordedCluster.assertHolds(file, new HashKv(0, revision, hash, compacted, OptionalLong.of(revision)));
        }
    }

    @Test
    void itsManifestTellsWhyItWasMadeForWhomItIsEncryptedAndWhichFilesWentAlong() throws Exception {
        Bench bench = golden();
        bench.identities = new Identities(List.of(IDENTITY));
        Sought all = Sought.anywhere("prod", bench.destinations());

        Manifest manifest =
                new Show(bench.environment()).run(all, new Selector.Latest()).manifest();
        assertEquals(PURPOSE, manifest.purpose());
        assertEquals(List.of("zstd", "age"), manifest.body().encoding());
        assertEquals(List.of(Tools.recipient(IDENTITY)), manifest.body().recipients());
        Path tar = dir.resolve("companions.tar");
        new Fetch(bench.environment()).companions(all, new Selector.Latest(), tar);
        CompanionsPlan plan = CompanionsPlan.of(tar, dir.resolve("laid-out"));
        plan.execute();
        List<String> texts = new ArrayList<>();
        for (CompanionsPlan.Step step : plan.steps()) {
            if (Files.isRegularFile(step.target())) {
                texts.add(Files.readString(step.target()));
            }
        }
        assertEquals(
                List.of("a certificate", "a private key"),
                texts.stream().sorted().toList());
    }

    @Test
    void withoutTheIdentityNothingOfItIsReadAndTheRecipientIsNamed() throws Exception {
        Bench bench = golden();
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        long next = bench.listed().getFirst().revision() + 1;

        try (SpoolEntry scratch = bench.environment().scratch()) {
            OperationException refused =
                    assertThrows(OperationException.class, () -> points.make(points.at(next), scratch));
            assertEquals(Outcome.REFUSED, refused.outcome(), refused::getMessage);
            assertTrue(refused.getMessage().contains(Tools.recipient(IDENTITY)), refused::getMessage);
        }
    }

    /** Another machine may read it: that says nothing against it. */
    @Test
    void withoutTheIdentityNoPackOfItCountsAsDamagedOrMissing() throws Exception {
        Bench bench = golden();

        VerifyResult.Copy copy = new ProvePacks(bench.environment(), "prod", bench.destinations())
                .run(bench.listed().getFirst(), Verify.Depth.FULL, Set.of("golden"))
                .getFirst()
                .copy();

        assertEquals(Outcome.REFUSED, copy.outcome(), copy.toString());
        assertFalse(copy.toString().contains("gap"), copy.toString());
    }

    /** A backup that was due and claimed, with two files, and two packs behind it. */
    @BeforeAll
    static void write(@TempDir Path dir) throws Exception {
        if (!"write".equals(System.getProperty("golden"))) {
            return;
        }
        Files.createDirectories(GOLDEN.resolve("sink"));
        Tools.identity(GOLDEN, "identity.txt");
        Path key = dir.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        Files.writeString(GOLDEN.resolve("signers"), "bench " + open.text() + "\n");
        Bench bench = bench(dir, GOLDEN.resolve("sink"), new Seals(Optional.of(key), Optional.empty()));
        GoldenSink golden = new GoldenSink(bench, Files.createDirectory(dir.resolve("spool")));
        List<String> said = new ArrayList<>();
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 1);
            workload.run(20);
            Manifest base = new Backup(bench.environment())
                    .run(bench.job(etcd.endpoint()).with(Optional.of(companions(dir))), PURPOSE.due(), claimed())
                    .manifest();
            RecordedTimeline timeline = new RecordedTimeline(
                    base.id(), base.cluster().id(), base.facts().revision(), Optional.empty());
            for (int round = 0; round < 2; round++) {
                workload.run(6);
                HashKv now = workload.hash();
                said.add(now.revision() + " " + now.compactRevision() + " " + now.hash());
                timeline = golden.pack(member, timeline, now.revision());
            }
        }
        Files.write(GOLDEN.resolve("said.txt"), said);
    }

    private static CompanionSettings companions(Path dir) throws Exception {
        Path pki = Files.createDirectory(dir.resolve("pki"));
        Files.writeString(pki.resolve("ca.crt"), "a certificate");
        Files.writeString(pki.resolve("ca.key"), "a private key");
        return new CompanionSettings(List.of(pki + "/**"), encoding(), List.of());
    }

    private static Fence claimed() {
        return new Fence() {
            @Override
            public OptionalLong number() {
                return PURPOSE.fence();
            }

            @Override
            public void requireHeld(Manifest manifest) {
                // nobody else is here
            }
        };
    }
}
