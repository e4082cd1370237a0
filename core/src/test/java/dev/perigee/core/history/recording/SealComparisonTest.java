package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.LastComparison;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, whose members said what it holds; and what comes of it if they had said something else. */
class SealComparisonTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");

    @TempDir
    Path dir;

    private Path sink;
    private Bench bench;
    private HistorySpool spool;
    private BackupId base;
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        sink = dir.resolve("sink");
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.toList()) {
                Files.copy(file, sink.resolve(GOLDEN.relativize(file).toString()));
            }
        }
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
        bench.clock = () -> now;
        spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        base = bench.listed().getFirst();
        spool.follow(new RecordedTimeline(base, 1, 24, Optional.empty()));
    }

    private Optional<String> look() throws Exception {
        return new SealComparison(bench.environment(), "prod", bench.destinations(), spool, Unheard.keeper(dir)).look();
    }

    private Optional<Long> doubted() throws IOException {
        return spool.notes().compared().orElseThrow().doubted();
    }

    /** As if the member had said this of the last pack. */
    private void say(long compacted, long hash) throws IOException {
        Path record;
        try (Stream<Path> files = Files.walk(sink.resolve("prod/history"))) {
            record = files.filter(file -> file.toString().contains("20-24-")
                            && file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
        String seal = "\"seal\":{\"revision\":24,\"compacted\":" + compacted + ",\"hashKv\":" + hash;
        Files.writeString(
                record,
                Files.readString(record)
                        .replaceFirst("\"seal\":\\{\"revision\":24,\"compacted\":-?\\d+,\"hashKv\":\\d+", seal));
    }

    private void passTime(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whatAMemberSaidIsWhatIsStored() throws Exception {
        assertEquals(Optional.empty(), look());
        passTime(SealComparison.EVERY);

        assertEquals(Optional.empty(), look());
        assertEquals(Optional.empty(), doubted());
        assertEquals(now, spool.notes().compared().orElseThrow().at());
    }

    @Test
    void whatDiffersOnceIsDoubtedUntilAfterTheNextCompactionAndWhatDiffersTwiceIsRefuted() throws Exception {
        look();
        say(-1, 7);
        passTime(SealComparison.EVERY);

        assertEquals(Optional.empty(), look());
        assertEquals(Optional.of(-1L), doubted());
        passTime(SealComparison.EVERY);
        assertEquals(Optional.empty(), look(), "there was no compaction since");

        say(12, 7);
        passTime(SealComparison.EVERY);
        assertTrue(look().orElseThrow().contains("isn't what the cluster held: at revision 24"));
    }

    @Test
    void aDoubtThatWasWrongIsForgotten() throws Exception {
        spool.notes().compared(new LastComparison(base, now, Optional.of(-2L)));
        passTime(SealComparison.EVERY);

        assertEquals(Optional.empty(), look());
        assertEquals(Optional.empty(), doubted());
    }

    @Test
    void packsThatCantBeReadAreNoDoubt() throws Exception {
        look();
        try (Stream<Path> files = Files.walk(sink.resolve("prod/history"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".rows")).toList()) {
                Files.write(file, new byte[] {1});
            }
        }
        passTime(SealComparison.EVERY);

        assertEquals(Optional.empty(), look());
        assertEquals(Optional.empty(), doubted());
    }
}
