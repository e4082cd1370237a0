package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;

import dev.perigee.core.backup.Job;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.systemd.Supervision;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Daemons whose clock and jobs a test has in its hand. */
abstract class DaemonFixture {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final DaemonSettings SETTINGS =
            new DaemonSettings(Duration.ofMillis(50), PATIENCE, Duration.ofMinutes(5), PATIENCE);

    @TempDir
    Path state;

    final ManualTime time = new ManualTime(Instant.parse("2026-11-23T09:30:00Z"));
    final Recorder recorder = new Recorder();
    final List<Thread> threads = new ArrayList<>();
    final List<Daemon> daemons = new ArrayList<>();
    Optional<Schedule> schedule = Optional.of(new Hourly());
    Optional<Schedule> proofs = Optional.empty();
    Supervision supervision = Supervision.none();
    Fleet fleet = Fleet.ALONE;
    int stops;
    DaemonListener[] listeners = {};

    Job job(String name) {
        Destination sink = new Destination(
                new SinkDefinition("sink", "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                Destination.Access.FULL);
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        ProofSettings verify = new ProofSettings(proofs, 1, 2, true);
        return new Job(name, cluster, schedule, List.of(sink), verify, DrillSettings.DEFAULT);
    }

    Daemon start(String... jobs) throws OperationException {
        Daemon daemon = daemon(jobs);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                daemon.run();
            } catch (OperationException e) {
                throw new IllegalStateException(e);
            }
        });
        threads.add(thread);
        daemons.add(daemon);
        eventually(
                PATIENCE, "it looks into the spool first", () -> recorder.catchUps.get() >= jobs.length && settled());
        return daemon;
    }

    void stop(Daemon daemon) throws InterruptedException {
        stops++;
        daemon.stopAndWait();
    }

    /** Each work that began has ended and been written down, and the daemon has seen what the clock says now. */
    boolean settled() {
        return recorder.works.get() == time.rings() - stops && time.isAwaited();
    }

    Daemon daemon(String... jobs) throws OperationException {
        List<Job> all = List.of(jobs).stream().map(this::job).toList();
        return new Daemon(
                all,
                recorder,
                "0.1.0",
                state,
                time,
                time,
                SETTINGS,
                new Announcements(List.of(listeners)),
                supervision,
                fleet,
                Optional.empty());
    }

    @AfterEach
    void end() throws InterruptedException {
        recorder.hold.countDown();
        recorder.stuck.countDown();
        for (Daemon daemon : daemons) {
            daemon.stopAndWait();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    void runs(int count) {
        eventually(PATIENCE, count + " runs", () -> recorder.begun.size() == count && settled());
    }
}
