package dev.perigee.core.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    /** What is in use now, and the most that ever was. */
    private static final class Gauge {
        private final AtomicLong now = new AtomicLong();
        private final AtomicLong most = new AtomicLong();

        void add(long amount) {
            most.accumulateAndGet(now.addAndGet(amount), Math::max);
        }
    }

    private final Gauge runs = new Gauge();
    private final Gauge streams = new Gauge();
    private final Gauge spooled = new Gauge();

    @Test
    void fourHundredRunsAtOnceAllHaveTheirTurnAndNeverMoreThanTheLimits() throws Exception {
        Admission admission = new Admission(new Limits(8, 2), 300);
        List<Future<Boolean>> ended = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int run = 0; run < 400; run++) {
                long bytes = 1 + run % 106;
                ended.add(threads.submit(() -> run(admission, bytes)));
            }
        }

        for (Future<Boolean> each : ended) {
            assertTrue(each.get());
        }
        assertTrue(runs.most.get() <= 8, () -> runs.most + " runs");
        assertTrue(streams.most.get() <= 2, () -> streams.most + " streams");
        assertTrue(spooled.most.get() <= 300, () -> spooled.most + " bytes");
        assertEquals(List.of(0L, 0L, 0L), List.of(runs.now.get(), streams.now.get(), spooled.now.get()));
    }

    private boolean run(Admission admission, long bytes) throws OperationException {
        try (RunTurn turn = admission.begin(ProgressListener.NONE)) {
            runs.add(1);
            Optional<Turn> atOnce = turn.tryBegin(bytes);
            try (Turn _ = atOnce.isPresent() ? atOnce.get() : turn.begin(bytes)) {
                streams.add(1);
                spooled.add(bytes);
                Thread.yield();
                streams.add(-1);
            }
            runs.add(-1);
            turn.taken();
            Thread.yield();
            spooled.add(-bytes);
        }
        return true;
    }

    @Test
    void aBodyLargerThanTheWholeRoomGoesAlone() throws Exception {
        SpoolRoom room = new SpoolRoom(100);

        Turn large = room.tryTake(1_000).orElseThrow();
        assertTrue(room.tryTake(1).isEmpty());
        large.close();

        assertTrue(room.tryTake(1).isPresent());
        assertTrue(room.tryTake(1_000).isEmpty());
    }

    @Test
    void aLargeBodyThatWaitsIsNotOvertakenBySmallOnes() throws Exception {
        SpoolRoom room = new SpoolRoom(100);
        Turn first = room.tryTake(60).orElseThrow();
        CountDownLatch waits = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Turn> large = threads.submit(() -> room.take(80, event -> waits.countDown()));
            waits.await();
            assertTrue(room.tryTake(10).isEmpty(), "there is room for it, but not its turn");

            first.close();

            large.get().close();
            assertTrue(room.tryTake(100).isPresent());
        }
    }

    @Test
    void whoWaitsIsToldWhyAndSentAwayWhenItCloses() throws Exception {
        Admission admission = new Admission(new Limits(1, 1), 100);
        List<String> said = new ArrayList<>();
        CountDownLatch waits = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RunTurn _ = admission.begin(ProgressListener.NONE)) {
            Future<RunTurn> second = threads.submit(() -> admission.begin(event -> {
                said.add(((ProgressEvent.Waiting) event).reason());
                waits.countDown();
            }));
            waits.await();

            admission.close();

            assertEquals(Outcome.INTERRUPTED, failure(second::get).outcome());
            assertEquals(List.of("1 other runs are at work (limits.runs)"), said);
            assertThrows(OperationException.class, () -> admission.begin(ProgressListener.NONE));
        }
    }

    private static OperationException failure(Callable<?> task) {
        ExecutionException wrapped = assertThrows(ExecutionException.class, task::call);
        return (OperationException) wrapped.getCause();
    }

    @Test
    void aStreamNeedsRoomBesideWhatTheOthersStillBring() throws Exception {
        Admission admission = new Admission(new Limits(8, 2), 1_000);
        List<Long> beside = new ArrayList<>();
        StreamTurns.Room noting = (bytes, others) -> beside.add(others);

        try (RunTurn first = admission.begin(ProgressListener.NONE);
                RunTurn second = admission.begin(ProgressListener.NONE)) {
            Turn stream = first.tryBegin(100).orElseThrow();
            Turn other = second.tryBegin(50).orElseThrow();
            first.expect(100, noting);
            second.expect(50, noting);
            first.arrived(70);
            second.expect(60, noting);
            first.expect(110, noting);
            stream.close();
            second.expect(60, noting);
            other.close();
        }

        assertEquals(List.of(0L, 100L, 30L, 60L, 0L), beside);
    }

    @Test
    void aStreamThatThereIsNoRoomForDoesNotTakeAny() throws Exception {
        Admission admission = new Admission(new Limits(8, 2), 1_000);
        StreamTurns.Room of150 = (bytes, others) -> {
            if (bytes + others > 150) {
                throw new OperationException(Outcome.NO_SPACE, "full");
            }
        };

        try (RunTurn first = admission.begin(ProgressListener.NONE);
                RunTurn second = admission.begin(ProgressListener.NONE);
                Turn _ = first.tryBegin(100).orElseThrow();
                Turn _ = second.tryBegin(100).orElseThrow()) {
            first.expect(100, of150);
            assertThrows(OperationException.class, () -> second.expect(100, of150));
            first.expect(120, of150);
            first.arrived(100);
            second.expect(100, of150);
        }
    }
}
