package dev.perigee.core.history.point;

import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.SEEN_13;
import static dev.perigee.core.history.GoldenCopy.SEEN_19;
import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.RepeatedTimes.Span;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be told since the clock was put back while a history went on. */
class RepeatedTimesTest {

    @TempDir
    Path dir;

    private static Span span(int first, int last) {
        return new Span(Instant.ofEpochSecond(first), Instant.ofEpochSecond(last));
    }

    private static RepeatedTimes with(RepeatedTimes times, int first, int last) {
        return times.with(Instant.ofEpochSecond(first), Instant.ofEpochSecond(last));
    }

    @Test
    void timesThatMeetAreToldAsOne() {
        RepeatedTimes times = with(with(with(RepeatedTimes.NONE, 10, 20), 30, 40), 15, 25);

        assertEquals(List.of(span(10, 25), span(30, 40)), times.spans());
        assertEquals(List.of(span(5, 50)), with(times, 5, 50).spans());
        assertTrue(times.at(Instant.ofEpochSecond(25)).isPresent());
        assertTrue(times.at(Instant.ofEpochSecond(26)).isEmpty());
    }

    @Test
    void aClockThatNeverRestsLeavesNoMoreThanARecordHolds() {
        RepeatedTimes times = RepeatedTimes.NONE;
        for (int second = 0; second < 1_000; second++) {
            times = with(times, second * 10, second * 10 + 5);
        }

        assertEquals(100, times.spans().size());
        assertTrue(times.at(Instant.ofEpochSecond(8)).isPresent());
        assertEquals(span(9_990, 9_995), times.spans().getLast());
    }

    @Test
    void aTimeThatCameTwiceInOneHistoryIsRefusedAndAllOthersMeanWhatTheyDid() throws Exception {
        GoldenCopy golden = new GoldenCopy(dir);
        RepeatedTimes repeated = new RepeatedTimes(List.of(new Span(SEEN_19, SEEN_24)));
        golden.say(LAST, repeated, Optional.empty());
        assertEquals(
                repeated,
                PackJson.read("", Files.readAllBytes(golden.record(LAST))).repeated());

        OperationException refused =
                assertThrows(OperationException.class, () -> golden.points().at(SEEN_19.plusMillis(1)));

        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertTrue(refused.getMessage().contains(" came twice while the history of " + TIMELINE), refused.getMessage());
        assertTrue(refused.getMessage().endsWith(", as pack " + LAST + " tells"), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().startsWith("'--rev 19' to '--rev 24'"), refused.toString());
        assertEquals(13, golden.revisionAt(SEEN_13));
        assertEquals(24, golden.revisionAt(SEEN_24));
        assertEquals(24, golden.revisionAt(SEEN_24.plusSeconds(60)));
        assertEquals(22, golden.points().at(22).plan().revision());
    }

    /** It was put back to before the backup that the history began with. */
    @Test
    void aTimeBeforeAHistoryBeganThatCameAgainWhileItWasRecordedIsRefused() throws Exception {
        GoldenCopy golden = new GoldenCopy(dir);
        Instant before = TIMELINE.time().minus(Duration.ofMinutes(1));
        golden.say(LAST, new RepeatedTimes(List.of(new Span(before, SEEN_24))), Optional.empty());

        assertThrows(OperationException.class, () -> golden.points().at(before.plusSeconds(1)));
        assertTrue(golden.points().at(before.minusSeconds(1)).isEmpty());
    }
}
