package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.RunKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicInteger collected = new AtomicInteger();
    private final IdleHeap heap = new IdleHeap(collected::incrementAndGet);

    private void begins(String job, RunKind kind) {
        heap.on(new RunStarted(NOON, job, kind, Optional.empty()));
    }

    private void ends(String job, RunKind kind, Instant at) {
        heap.on(new RunEnded(at, job, kind, NOON, Outcome.OK, Optional.empty(), List.of(), Optional.empty()));
    }

    @Test
    void itIsCollectedWhenTheLastOfSeveralRunsHasEnded() {
        begins("one", RunKind.BACKUP);
        begins("two", RunKind.BACKUP);
        begins("two", RunKind.DRILL);
        ends("one", RunKind.BACKUP, NOON);
        ends("two", RunKind.BACKUP, NOON);
        assertEquals(0, collected.get());

        ends("two", RunKind.DRILL, NOON);

        assertEquals(1, collected.get());
    }

    @Test
    void manyShortRunsCollectItNotTooOften() {
        for (int second = 0; second < 600; second += 5) {
            begins("one", RunKind.BACKUP);
            ends("one", RunKind.BACKUP, NOON.plusSeconds(second));
        }

        assertEquals(10, collected.get());
    }

    @Test
    void whatEndedTooSoonAfterACollectionIsCollectedLater() {
        begins("one", RunKind.BACKUP);
        ends("one", RunKind.BACKUP, NOON);
        begins("two", RunKind.BACKUP);
        ends("two", RunKind.BACKUP, NOON.plusSeconds(9));
        assertEquals(1, collected.get());

        begins("one", RunKind.CATCH_UP);
        ends("one", RunKind.CATCH_UP, NOON.plusSeconds(200));
        begins("two", RunKind.CATCH_UP);
        ends("two", RunKind.CATCH_UP, NOON.plusSeconds(400));

        assertEquals(2, collected.get());
    }

    @Test
    void aLookIntoAnEmptySpoolCollectsNothing() {
        begins("one", RunKind.CATCH_UP);
        ends("one", RunKind.CATCH_UP, NOON);

        assertEquals(0, collected.get());
    }

    @Test
    void aClockThatIsPutBackHoldsNothingUp() {
        begins("one", RunKind.BACKUP);
        ends("one", RunKind.BACKUP, NOON);
        begins("one", RunKind.BACKUP);
        ends("one", RunKind.BACKUP, NOON.minusSeconds(86_400));

        assertEquals(2, collected.get());
    }
}
