package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
        GoldenSink.copy(GOLDEN.resolve("sink"), sink);
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
            Points.Made made = points.make(points.at(revision), scratch);
            try (Snapshot snapshot = Snapshot.open(made.file())) {
                return Long.toString(snapshot.hashKvCompactedAt(revision, compacted, Progress.NONE)
                        .hash());
            }
        }
    }

    private void write() throws Exception {
        Bench bench = bench(GOLDEN.resolve("sink"));
        Files.createDirectories(GOLDEN.resolve("sink"));
        List<String> said = new ArrayList<>();
        GoldenSink golden = new GoldenSink(bench, Files.createTempDirectory(dir, "spool"));
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
                timeline = golden.pack(member, timeline, now.revision());
            }
        }
        Files.write(GOLDEN.resolve("said.txt"), said);
    }
}
