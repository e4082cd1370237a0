package dev.perigee.core.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sink with packs as they were first written: every later release must read it. {@code -Dgolden=write} makes it anew, which only
 * a new format gives a reason for, in a folder of its own.
 */
class GoldenPacksTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "packs-1");

    @TempDir
    Path dir;

    private Instant now = Instant.now();

    private Bench bench(Path sink) {
        Bench bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink.toAbsolutePath())), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()))
                .formatted("golden", Format.PACKS);
        bench.clock = () -> now;
        return bench;
    }

    @Test
    void packsOfTheFirstFormatAreReadAsTheyWereMeant() throws Exception {
        if ("write".equals(System.getProperty("golden"))) {
            write();
        }
        Path sink = dir.resolve("sink");
        copy(GOLDEN.resolve("sink"), sink);
        Bench bench = bench(sink);
        List<String> said = Files.readAllLines(GOLDEN.resolve("said.txt"));

        assertEquals(3, said.size());
        for (String line : said) {
            String[] words = line.split(" ");
            assertEquals(words[2], hash(bench, words[0], Long.parseLong(words[1])), line);
            assertEquals(
                    Outcome.OK,
                    new Verify(bench.environment())
                            .run("prod", bench.destinations(), Selector.parse(words[0]), Verify.Depth.DEEP, true)
                            .outcome(),
                    line);
        }
    }

    private String hash(Bench bench, String id, long revision) throws Exception {
        Path file = dir.resolve(id + ".db");
        new Fetch(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), Selector.parse(id), file);
        try (Snapshot snapshot = Snapshot.open(file)) {
            HashKv hash = snapshot.hashKv(revision, Progress.NONE);
            return Long.toString(hash.hash());
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
        Files.createDirectories(GOLDEN.resolve("sink"));
        Bench bench = bench(GOLDEN.resolve("sink"));
        now = now.minusSeconds(3_600);
        List<String> said = new ArrayList<>();
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(40, 200);
            for (int round = 0; round < 3; round++) {
                etcd.etcdctl("put", "round/" + round, "x".repeat(100)).orFail();
                etcd.etcdctl("del", "round/" + (round - 1)).orFail();
                etcd.etcdctl("compact", Long.toString(2 + round)).orFail();
                now = now.plusSeconds(60);
                BackupResult result = bench.backup(etcd.endpoint());
                BackupId id = result.manifest().id();
                said.add(id + " " + result.manifest().facts().revision() + " "
                        + result.manifest().facts().hashKv());
            }
        }
        Files.write(GOLDEN.resolve("said.txt"), said);
    }
}
