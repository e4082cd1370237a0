package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.RepeatedTimes.Span;
import dev.perigee.core.time.Timing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeenTimesTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    /** What a clock that never jumps tells. */
    private long seconds;

    private final ClockEnds ends = new ClockEnds(
            new Timing(() -> NOON, () -> TimeUnit.SECONDS.toNanos(seconds), _ -> {}, RandomGenerator.getDefault()));

    private SeenTimes begun() {
        return new SeenTimes(ends, NOON, Instant.MIN, RepeatedTimes.NONE);
    }

    private static Instant noon(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    @Test
    void aClockThatIsPutBackOnceEndsTheHistory() throws Exception {
        SeenTimes times = begun();

        assertEquals(noon(0), times.at(noon(0)));
        assertThrows(TimelineEndedException.class, () -> times.at(noon(-2)));
    }

    /** Else the parts of a joined pack would tell other times than the whole. */
    @Test
    void aSmallStepBackEndsNothingAndNoTimeGoesBack() throws Exception {
        SeenTimes times = begun();
        times.at(noon(0));

        assertEquals(noon(0), times.at(NOON.minusMillis(900)));
        assertEquals(RepeatedTimes.NONE, times.repeated());
    }

    @Test
    void oneThatIsPutBackAgainSoonStandsStillUntilItIsThereOnceMore() throws Exception {
        assertThrows(TimelineEndedException.class, () -> {
            SeenTimes before = begun();
            before.at(noon(0));
            before.at(noon(-5));
        });
        SeenTimes times = begun();
        times.at(noon(10));

        assertEquals(noon(10), times.at(noon(4)));
        assertEquals(noon(10), times.at(noon(8)));
        assertEquals(List.of(new Span(noon(4), noon(10))), times.repeated().spans());
        assertEquals(noon(11), times.at(noon(11)));
        assertEquals(List.of(new Span(noon(4), noon(10))), times.repeated().spans());
    }

    @Test
    void aClockThatIsPutBackEachMinuteEndsAHistoryEveryTenMinutesAtMost() throws Exception {
        int ended = 0;
        SeenTimes times = begun();
        int wall = 0;
        for (int second = 0; second < 3_600; second++) {
            seconds = second;
            wall += second % 60 == 59 ? -2 : 1;
            try {
                times.at(noon(wall));
            } catch (TimelineEndedException e) {
                ended++;
                times = begun();
            }
        }

        assertTrue(ended <= 6, ended + " times in an hour");
        assertTrue(ended >= 5, ended + " times in an hour");
    }

    /** Its backup would lie in the future, where none counts. */
    @Test
    void oneThatIsPutBackFarBehindTheBackupThatItBeganWithEndsTheHistoryAtOnce() throws Exception {
        ends.ended();
        SeenTimes times = begun();
        times.at(noon(10));

        assertEquals(noon(10), times.at(noon(-300)));
        assertThrows(TimelineEndedException.class, () -> times.at(noon(-301)));
    }

    /** After a restart it is known which times came twice. */
    @Test
    void whatCameTwiceIsGoneOnWith() throws Exception {
        RepeatedTimes before = RepeatedTimes.NONE.with(noon(0), noon(5));

        SeenTimes times = new SeenTimes(ends, NOON, noon(7), before);
        times.at(noon(9));

        assertEquals(before, times.repeated());
    }
}
