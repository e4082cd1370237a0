package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.engine.RecordRequest;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingsTest extends DaemonFixture {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Set<String> ours = ConcurrentHashMap.newKeySet();

    /** Says when it begins and ends. */
    private final JobRunner runner = new JobRunner() {

        @Override
        public void record(Job job, RecordRequest.Bases bases) {
            heard.add("begin " + flush(job));
            run.ifPresent(_ -> heard.add(awaited(bases)));
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                heard.add("end " + flush(job));
            }
        }

        @Override
        public BackupResult backup(Job job, Optional<Instant> due, Fence fence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SinkResult> catchUp(Job job, Fence fence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reload reload(Approval<Reload> approval) {
            throw new UnsupportedOperationException();
        }
    };

    private Recordings recordings;
    private Optional<CompletableFuture<RunEnded>> run = Optional.empty();

    /** As a recorder does, however often it is told to end. */
    private static String awaited(RecordRequest.Bases bases) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete("taken of " + bases.take());
            } catch (OperationException | InterruptedException e) {
                end.complete(String.valueOf(e.getMessage()));
            }
        });
        return end.join();
    }

    @BeforeEach
    void begin() {
        recordings = new Recordings(
                runner,
                ours::contains,
                job -> run,
                pause -> {},
                new HistoryAlarm(Instant::now, new ToldStands(state.resolve("jobs")), event -> {}));
    }

    private static String flush(Job job) {
        return job.name() + " " + job.history().orElseThrow().flush().toSeconds();
    }

    private Job job(String name, int flush) {
        HistorySettings usual = HistorySettings.DEFAULT;
        return job(name)
                .recording(Optional.of(new HistorySettings(
                        Duration.ofSeconds(flush),
                        usual.keep(),
                        usual.packBytes(),
                        usual.spoolBytes(),
                        usual.sealEvery())));
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void whatAReloadStoppedGoesOnAtOnce() throws Exception {
        ours.add("a");
        recordings.follow(List.of(job("a", 5)), false);
        assertEquals("begin a 5", next());

        recordings.follow(List.of(job("a", 7)), false);

        assertEquals("end a 5", next());
        assertEquals("begin a 7", next());
        recordings.leave();
        recordings.end();
        assertEquals("end a 7", next());
        assertEquals(0, heard.size());
    }

    /** A recording stands on what it began with: packs would be signed with the key of before for ever. */
    @Test
    void aReloadWithOtherKeysHasAnUnchangedJobBeginAnewAndOneWithoutLeavesItAlone() throws Exception {
        ours.add("a");
        recordings.follow(List.of(job("a", 5)), false);
        assertEquals("begin a 5", next());

        recordings.follow(List.of(job("a", 5)), false);
        recordings.follow(List.of(job("a", 5)), true);

        assertEquals("end a 5", next());
        assertEquals("begin a 5", next());
        recordings.leave();
        recordings.end();
        assertEquals("end a 5", next());
        assertEquals(0, heard.size());
    }

    /** The daemon has given it all its grace by then. */
    @Test
    void theEndWaitsForNoBackupThatDoesntReactToItsInterruption() throws Exception {
        CompletableFuture<RunEnded> stuck = new CompletableFuture<>();
        run = Optional.of(stuck);
        ours.add("a");
        recordings.follow(List.of(job("a", 5)), false);
        assertEquals("begin a 5", next());

        recordings.leave();
        recordings.end();

        assertEquals("the backup that the history begins with was not made", next());
        assertEquals("end a 5", next());
    }

    @Test
    void onlyJobsWithAHistoryThatAreOursAreRecordedUntilTheEnd() throws Exception {
        ours.add("a");
        recordings.follow(List.of(job("a", 5), job("b", 5), job("c")), false);
        assertEquals("begin a 5", next());

        ours.add("b");
        recordings.look();
        assertEquals("begin b 5", next());
        ours.remove("a");
        recordings.look();
        assertEquals("end a 5", next());
        recordings.leave();
        recordings.end();
        assertEquals("end b 5", next());

        recordings.look();
        assertEquals(0, heard.size());
    }
}
