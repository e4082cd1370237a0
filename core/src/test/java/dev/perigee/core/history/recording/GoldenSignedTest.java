package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.Timeline;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.pack.PackRecord.Follows;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sink with signatures, a ledger, joined packs and two timelines, as format version 1 was written: every later release must read
 * it. {@code -Dgolden=write} makes it anew, which only a new format version gives a reason for, in a folder of its own.
 */
class GoldenSignedTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "signed-1");

    @TempDir
    Path dir;

    private static Bench bench(Path dir, Path sink, Seals seals) {
        Bench bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink.toAbsolutePath())), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
        bench.seals = seals;
        return bench;
    }

    /** Of a machine that has made none of it, and trusts whoever did. */
    private Bench golden() throws Exception {
        Path sink = dir.resolve("sink");
        GoldenSink.copy(GOLDEN.resolve("sink"), sink);
        return bench(dir, sink, new Seals(Optional.empty(), Optional.of(GOLDEN.resolve("signers"))));
    }

    @Test
    void whatWasSignedInTheFirstFormatIsBelievedAndReadAsItWasMeant() throws Exception {
        Bench bench = golden();
        Sought all = Sought.anywhere("prod", bench.destinations());

        Listing listing = new ListBackups(bench.environment()).run("prod", bench.destinations());
        assertEquals(List.of(), listing.problems());
        assertEquals(2, listing.rows().size());
        BackupId newer = listing.rows().getFirst().id();
        BackupId older = listing.rows().getLast().id();
        for (BackupId id : List.of(older, newer)) {
            assertEquals(
                    Outcome.OK,
                    new Verify(bench.environment())
                            .run(
                                    "prod",
                                    bench.destinations(),
                                    new Selector.Prefix(id.toString()),
                                    Verify.Depth.DEEP,
                                    true)
                            .outcome());
        }
        Manifest shown = new Show(bench.environment())
                .run(all, new Selector.Prefix(newer.toString()))
                .manifest();
        assertEquals(Optional.of(older), shown.timeline().map(Timeline::after));

        HistoryListing history = new ListHistory(bench.environment()).run(all);
        assertEquals(
                List.of(newer, older),
                history.windows().stream().map(HistoryListing.Window::timeline).toList());
        assertTrue(history.gaps().getFirst().why().endsWith("an older state was put back"), history.toString());
        assertEquals(8, packs());
        for (String line : Files.readAllLines(GOLDEN.resolve("said.txt"))) {
            String[] words = line.split(" ");
            assertMade(bench, Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    @Test
    void whatItsLedgerNamesIsMissedWhenItIsGone() throws Exception {
        Bench bench = golden();
        BackupId newest = bench.listed().getFirst();
        Path manifests = dir.resolve("sink/prod/manifests");

        Files.delete(manifests.resolve(newest + ".json"));
        Files.delete(manifests.resolve(newest + ".json.sig"));

        String told = new ListBackups(bench.environment())
                .run("prod", bench.destinations())
                .problems()
                .toString();
        assertTrue(told.contains(newest.toString()), told);
    }

    /** A newer release may write what this one can't read; but what was signed says nothing else than it did. */
    @ParameterizedTest
    @CsvSource({"'\"encoding\":[\"zstd\"]', '\"encoding\":[\"rot13\"]'", "'\"format\":', '\"format\":9'"})
    void aRecordThatWasChangedIsDamagedWhateverItSaysNow(String before, String after) throws Exception {
        Bench bench = golden();
        Path record = firstRecord(bench.listed().getFirst());
        String whole = Files.readString(record);
        assertTrue(whole.contains(before), whole);
        Files.writeString(record, whole.replace(before, after));

        requireDamaged(bench, "its signature isn't good");
        Files.delete(record.resolveSibling(record.getFileName() + ".sig"));
        requireDamaged(bench, "it isn't signed");
    }

    /** Of the newer timeline, which its backup begins. */
    private Path firstRecord(BackupId timeline) throws Exception {
        try (Stream<Path> files = Files.list(dir.resolve("sink/prod/history/" + timeline))) {
            return files.filter(file -> file.getFileName().toString().matches((timeline.revision() + 1) + "-.*\\.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void requireDamaged(Bench bench, String why) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        long next = bench.listed().getFirst().revision() + 1;
        OperationException gap = assertThrows(OperationException.class, () -> points.at(next));
        assertEquals(Outcome.DAMAGED, gap.outcome(), gap::getMessage);
        assertTrue(String.valueOf(gap.getMessage()).contains(why), gap::getMessage);
    }

    /** Of each timeline the first pack, which is sealed, the other two, and what these were joined to. */
    private long packs() throws Exception {
        try (Stream<Path> files = Files.walk(dir.resolve("sink/prod/history"))) {
            return files.filter(file -> file.toString().endsWith(".rows")).count();
        }
    }

    private void assertMade(Bench bench, long revision, long compacted, long hash) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Path file = points.make(points.at(revision), scratch).file();
            RecordedCluster.assertHolds(file, new HashKv(0, revision, hash, compacted, OptionalLong.of(revision)));
        }
    }

    /** A cluster that is recorded, and another one in its place that is at a lower revision. */
    @BeforeAll
    static void write(@TempDir Path dir) throws Exception {
        if (!"write".equals(System.getProperty("golden"))) {
            return;
        }
        Path key = dir.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        Files.createDirectories(GOLDEN.resolve("sink"));
        Files.writeString(GOLDEN.resolve("signers"), "bench " + open.text() + "\n");
        Bench bench = bench(dir, GOLDEN.resolve("sink"), new Seals(Optional.of(key), Optional.empty()));
        List<String> said = new ArrayList<>();
        RecordedTimeline first = record(bench, dir.resolve("first"), 30, Optional.empty(), said);
        said.clear(); // the same revisions of the later timeline are meant from now on
        record(
                bench,
                dir.resolve("second"),
                10,
                Optional.of(new Follows(first.base(), first.last(), "an older state was put back", true)),
                said);
        Files.write(GOLDEN.resolve("said.txt"), said);
    }

    private static RecordedTimeline record(
            Bench bench, Path spool, int writes, Optional<Follows> follows, List<String> said) throws Exception {
        GoldenSink golden = new GoldenSink(bench, Files.createDirectory(spool));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 1);
            workload.run(writes);
            Manifest base = bench.backup(etcd.endpoint()).manifest();
            RecordedTimeline timeline = new RecordedTimeline(
                    base.id(), base.cluster().id(), base.facts().revision(), follows);
            for (int round = 0; round < 3; round++) {
                workload.run(6);
                HashKv now = workload.hash();
                said.add(now.revision() + " " + now.compactRevision() + " " + now.hash());
                timeline = golden.pack(member, timeline, now.revision());
            }
            golden.join();
            return timeline;
        }
    }
}
