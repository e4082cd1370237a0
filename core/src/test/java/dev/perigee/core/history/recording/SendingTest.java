package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.joining.JoinedPacks;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.KeptPack;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.MemorySink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingTest {

    private static final PackId PACK = new PackId(11, 11, 1);

    @TempDir
    Path dir;

    private int rounds;

    /** Joining replaces a pack by another one at any time, so that its rows may be gone while they are on their way. */
    @Test
    void aSinkThatIsDownDoesNotTakeTheHistoryAgainBecauseAPackWasJoinedMeanwhile() throws Exception {
        FaultySink down =
                new FaultySink(new MemorySink()).failEveryCall(FaultySink.Verb.PUT, SinkException.Kind.UNREACHABLE);
        Bench bench = new Bench(dir.resolve("state")).with("down", down, RetentionRules.KEEP_ALL);
        HistorySpool spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        KeptPack.close(spool, PACK, List.of("down"), Tail.NONE);

        new Sending(
                        waiting(bench.environment(), _ -> nextRound(bench, spool)),
                        "prod",
                        HistorySettings.DEFAULT,
                        bench.destinations().getFirst(),
                        spool,
                        new JoinedPacks(spool.directory()),
                        _ -> false,
                        Unheard.keeper(dir))
                .run();

        assertEquals(
                List.of(),
                bench.events.stream()
                        .filter(ProgressEvent.Note.class::isInstance)
                        .toList());
    }

    /** Every sink gets the same record: what one gets before leases and a seal are known, and another after that, contradicts it. */
    @Test
    void whatIsLearntOfAPackWhileTheSpoolIsReadGoesToTheSink() throws Exception {
        MemorySink sink = new MemorySink();
        Bench bench = new Bench(dir.resolve("state")).with("sink", sink.reopen(), RetentionRules.KEEP_ALL);
        HistorySpool spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        KeptPack.close(spool, PACK, List.of("sink"), Tail.NONE);
        PackRecord known = spool.waiting().getFirst().record();
        PackRecord learnt = known.knowing(List.of(new PackRecord.LeaseTime(7, 60)), Optional.empty());

        new Sending(
                        waiting(bench.environment(), _ -> endRound()),
                        "prod",
                        HistorySettings.DEFAULT,
                        bench.destinations().getFirst(),
                        spool,
                        new JoinedPacks(spool.directory()),
                        _ -> isBusyUntilNow(spool, learnt),
                        Unheard.keeper(dir))
                .run();

        PackShelf shelf = new PackShelf(sink, "prod", bench.environment().seals());
        assertEquals(learnt, shelf.read(learnt.place()));
    }

    @Test
    void whatAnInterruptBreaksOffIsNoFailureThatAnybodyIsWarnedOf() throws Exception {
        FaultySink sink =
                new FaultySink(new MemorySink()).failEveryCall(FaultySink.Verb.LIST, SinkException.Kind.CANCELLED);
        Bench bench = new Bench(dir.resolve("state")).with("sink", sink, RetentionRules.KEEP_ALL);
        HistorySpool spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        KeptPack.close(spool, PACK, List.of(), Tail.NONE);
        Environment environment = bench.environment();

        Thread sender = Thread.ofVirtual()
                .start(() -> new Sending(
                                interrupted(environment),
                                "prod",
                                HistorySettings.DEFAULT,
                                bench.destinations().getFirst(),
                                spool,
                                new JoinedPacks(spool.directory()),
                                _ -> false,
                                Unheard.keeper(dir))
                        .run());
        sender.join();

        assertEquals(
                List.of(),
                bench.events.stream()
                        .filter(ProgressEvent.Warning.class::isInstance)
                        .toList());
    }

    /** Whoever asks it for the time is interrupted. */
    private static Environment interrupted(Environment environment) {
        return new Environment(
                environment.state(),
                environment.sinks(),
                environment.spool(),
                environment.version(),
                environment.instance(),
                new Timing(
                        () -> {
                            Thread.currentThread().interrupt();
                            return Instant.now();
                        },
                        System::nanoTime,
                        environment.timing().sleeper(),
                        environment.timing().random()),
                environment.progress());
    }

    private static boolean isBusyUntilNow(HistorySpool spool, PackRecord learnt) {
        try {
            spool.learn(learnt);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endRound() throws InterruptedException {
        throw new InterruptedException();
    }

    private static Environment waiting(Environment environment, Sleeper sleeper) {
        return new Environment(
                environment.state(),
                environment.sinks(),
                environment.spool(),
                environment.version(),
                environment.instance(),
                new Timing(
                        Instant::now,
                        System::nanoTime,
                        sleeper,
                        environment.timing().random()),
                environment.progress());
    }

    /** Once it is told that the sink is down, the rows go; two rounds later it is over. */
    private void nextRound(Bench bench, HistorySpool spool) throws InterruptedException {
        boolean told = bench.events.stream().anyMatch(ProgressEvent.Warning.class::isInstance);
        rounds += told ? 1 : 0;
        if (rounds == 1) {
            loseRows(spool);
        }
        if (rounds > 6) {
            throw new InterruptedException();
        }
    }

    private static void loseRows(HistorySpool spool) {
        try {
            Files.delete(spool.directory().resolve(PACK + ".rows"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
