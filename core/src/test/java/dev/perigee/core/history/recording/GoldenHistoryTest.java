package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.PackRecord;
import dev.perigee.core.history.Points;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sink as format version 1 was written: every later release must read it. {@code -Dgolden=write} makes it anew, which only a new
 * format version gives a reason for, in a folder of its own.
 */
class GoldenHistoryTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private Bench bench(Path sink) {
        return new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink.toAbsolutePath())), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    @Test
    void aHistoryOfTheFirstFormatIsReadAsItWasMeant() throws Exception {
        if ("write".equals(System.getProperty("golden"))) {
            write();
        }
        Path sink = dir.resolve("sink");
        copy(GOLDEN.resolve("sink"), sink);
        List<String> said = Files.readAllLines(GOLDEN.resolve("said.txt"));

        assertFalse(said.isEmpty());
        for (String line : said) {
            String[] words = line.split(" ");
            assertEquals(words[2], hash(sink, Long.parseLong(words[0]), Long.parseLong(words[1])), line);
        }
    }

    private String hash(Path sink, long revision, long compacted) throws Exception {
        Bench bench = bench(sink);
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Points.Made made = points.make(points.at(revision).plan(), scratch);
            try (Snapshot snapshot = Snapshot.open(made.file())) {
                return Long.toString(snapshot.hashKvCompactedAt(revision, compacted, Progress.NONE)
                        .hash());
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void write() throws Exception {
        Bench bench = bench(GOLDEN.resolve("sink"));
        Files.createDirectories(GOLDEN.resolve("sink"));
        List<String> said = new ArrayList<>();
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member =
                        EtcdConnection.open(EtcdSettings.of(List.of(etcd.endpoint())), etcd.endpoint())) {
            Workload workload = new Workload(member, 1);
            workload.run(10);
            Manifest base = bench.backup(etcd.endpoint()).manifest();
            RecordedTimeline timeline = new RecordedTimeline(
                    base.id(), base.cluster().id(), base.facts().revision(), Optional.empty());
            for (int round = 0; round < 3; round++) {
                workload.run(6);
                HashKv now = workload.hash();
                said.add(now.revision() + " " + now.compactRevision() + " " + now.hash());
                timeline = pack(bench, member, timeline, now.revision());
            }
        }
        Files.write(GOLDEN.resolve("said.txt"), said);
    }

    private RecordedTimeline pack(Bench bench, EtcdConnection member, RecordedTimeline timeline, long last)
            throws Exception {
        HistorySpool spool = HistorySpool.open(Files.createTempDirectory(dir, "spool"), Unheard.keeper(dir));
        RevisionLog log = new RevisionLog(timeline.cluster(), timeline.last(), Tail.NONE);
        OpenPack open = OpenPack.begin(spool.openFile(), Instant.now());
        try (WatchStream stream =
                member.watch(new WatchQuery(KeyRange.all(), timeline.last() + 1, false, false, true))) {
            while (log.complete() < last) {
                open.add((RevisionLog.Step.Rows) log.take(stream.next(SOON).orElseThrow()), Instant.now());
            }
        }
        OpenPack.Content content = open.finish((int) last);
        PackMaker maker = new PackMaker("prod", "default", "bench", "perigee 0.1.0");
        PackRecord record = new MoreOfPacks(
                        EtcdSettings.of(List.of(member.endpoint())),
                        Duration.ofHours(1),
                        bench.environment().timing())
                .of(maker.record(content, timeline), content.leases());
        RecordedTimeline after = timeline.at(last);
        HistorySpool.Waiting pack = spool.close(record, content.file(), List.of("golden"), after);
        Destination golden = bench.destinations().getFirst();
        Sinks.Answer<Boolean> answer = new Sinks(bench.environment()).ask(golden, sink -> {
            new PackUpload(bench.environment(), golden, "prod").store(sink, pack);
            return true;
        });
        assertEquals(Optional.empty(), answer.failure());
        return after;
    }
}
