package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private static final int MIB = 1 << 20;

    private int collected;
    private long used = 20 * MIB;
    private final IdleHeap heap = new IdleHeap(() -> used, this::collect, 0);

    private void collect() {
        collected++;
        used = 12 * MIB;
    }

    private void look(long seconds, boolean atWork) {
        heap.look(Duration.ofSeconds(seconds).toNanos(), atWork);
    }

    @Test
    void itIsCollectedAWhileAfterTheLastWork() {
        look(1, true);
        look(5, true);
        look(14, false);
        assertEquals(0, collected);

        look(15, false);

        assertEquals(1, collected);
    }

    @Test
    void whatIsLeftWithoutAnyRunIsCollectedToo() {
        look(10, false);
        used += 3 * MIB;
        look(80, false);

        assertEquals(2, collected);
    }

    @Test
    void aHeapInWhichLittleIsLeftIsLeftAlone() {
        look(10, false);
        for (int second = 40; second < 600; second += 30) {
            used = 12 * MIB + second * 1000L;
            look(second, second % 60 == 0);
        }

        assertEquals(1, collected);
    }

    @Test
    void ofALargeHeapAnEighthIsWorthIt() {
        used = 0;
        look(10, false);
        IdleHeap large = new IdleHeap(() -> used, () -> collected++, 0);
        used = 80L * MIB;
        large.look(Duration.ofSeconds(10).toNanos(), false);
        used += 9 * MIB;
        large.look(Duration.ofSeconds(100).toNanos(), false);
        assertEquals(1, collected);

        used += MIB;
        large.look(Duration.ofSeconds(130).toNanos(), false);

        assertEquals(2, collected);
    }

    @Test
    void manyRunsCollectItNotTooOften() {
        for (int second = 10; second < 610; second += 10) {
            used += 5 * MIB;
            look(second, false);
        }

        assertEquals(10, collected);
    }
}
