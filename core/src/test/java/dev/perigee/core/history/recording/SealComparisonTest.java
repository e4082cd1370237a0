package dev.perigee.core.history.recording;

import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.LastComparison;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Unheard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, whose members said what it holds; and what comes of it if they had said something else. */
class SealComparisonTest {

    @TempDir
    Path dir;

    private GoldenCopy golden;
    private HistorySpool spool;
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
        golden.bench().clock = () -> now;
        spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        spool.follow(new RecordedTimeline(TIMELINE, 1, 24, Optional.empty()));
    }

    private Optional<String> look() throws Exception {
        return new SealComparison(
                        golden.bench().environment(), "prod", golden.bench().destinations(), spool, Unheard.keeper(dir))
                .look();
    }

    private Optional<Long> doubted() throws IOException {
        return spool.notes().compared().orElseThrow().doubted();
    }

    /** As if the member had said this of the last pack. */
    private void say(long compacted, long hash) throws IOException {
        Path record = golden.record(LAST);
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
        spool.notes().compared(new LastComparison(TIMELINE, now, Optional.of(-2L)));
        passTime(SealComparison.EVERY);

        assertEquals(Optional.empty(), look());
        assertEquals(Optional.empty(), doubted());
    }

    @Test
    void packsThatCantBeReadAreNoDoubt() throws Exception {
        look();
        try (Stream<Path> files = Files.walk(golden.folder(TIMELINE))) {
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
