package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.PackId;
import dev.perigee.core.history.joining.JoinedPacks;
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
