package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.engine.SimulatedSink.Fault;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.Period;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of hourly backups on four sinks, in steps of five minutes, with failures as chance has them. What stays in a sink is at
 * each step what its rules promise, and the shipped alerts fire when the truth says so, by Prometheus' own reckoning.
 */
class SimulatedYearTest {

    private static final Path RULES = Path.of("../distribution/src/main/share/alerts/perigee.rules.yaml")
            .toAbsolutePath()
            .normalize();
    private static final Instant START = Instant.parse("2026-01-01T00:02:00Z");
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS = 365 * 24 * 12;
    private static final int STEPS_OF_A_CHAPTER = STEPS / 4;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private final Random chance = new Random(20_261_129);
    private final AlertStory story = new AlertStory();
    private final Schedule hourly = new Remembered(Schedule.parse("@hourly", ZoneOffset.UTC), new HashMap<>());
    private final List<String> broken = new ArrayList<>();
    private final List<SimulatedSink> sinks = List.of(
            new SimulatedSink("near", RetentionRules.keepLast(10)),
            new SimulatedSink(
                    "nas",
                    new RetentionRules(
                            OptionalInt.empty(), Optional.empty(), Map.of(Period.HOURLY, 24, Period.DAILY, 7))),
            new SimulatedSink(
                    "cloud",
                    new RetentionRules(
                            OptionalInt.of(2),
                            Optional.empty(),
                            Map.of(Period.DAILY, 7, Period.WEEKLY, 4, Period.MONTHLY, 12))),
            new SimulatedSink(
                    "vault",
                    new RetentionRules(
                            OptionalInt.empty(), Optional.of(Duration.ofDays(3)), Map.of(Period.YEARLY, 2))));

    private Instant etcdIsAwayUntil = START;
    private Instant daemonIsAwayUntil = START;
    private Instant blindUntil = START;
    private Instant lastBackup = START;
    private long revision;

    /** At each step of an hour the same is asked. */
    private record Remembered(Schedule schedule, Map<Instant, Optional<Instant>> told) implements Schedule {

        @Override
        public Optional<Instant> next(Instant after) {
            return told.computeIfAbsent(after, schedule::next);
        }

        @Override
        public String text() {
            return schedule.text();
        }
    }

    private boolean comes(int oneIn) {
        return chance.nextInt(oneIn) == 0;
    }

    private Instant later(Instant now, int mostSteps) {
        return now.plus(STEP.multipliedBy(1 + chance.nextInt(mostSteps)));
    }

    private void live(Instant now) {
        etcdIsAwayUntil = comes(5000) ? later(now, 40) : etcdIsAwayUntil;
        daemonIsAwayUntil = comes(9000) ? later(now, 60) : daemonIsAwayUntil;
        blindUntil = comes(9000) ? later(now, 40) : blindUntil;
        sinks.forEach(sink -> sink.live(now, chance));
    }

    /** A run that fails is tried again at the next look; what was missed is one run. */
    private void work(Instant now) {
        boolean due = hourly.next(lastBackup).filter(time -> !time.isAfter(now)).isPresent();
        if (due && !now.isBefore(etcdIsAwayUntil)) {
            lastBackup = now;
            SnapshotId backup = new SnapshotId(now, ++revision, 7);
            sinks.forEach(sink -> sink.owe(backup));
        }
        for (SimulatedSink sink : sinks) {
            sink.payAndPrune(now).ifPresent(broken::add);
            if (comes(2000)) {
                sink.prove();
            }
        }
    }

    private Job job() {
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        return new Job(
                "one",
                cluster,
                Optional.of(hourly),
                sinks.stream().map(SimulatedYearTest::destination).toList());
    }

    private static Destination destination(SimulatedSink sink) {
        return new Destination(
                new SinkDefinition(sink.name(), "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                Destination.Access.FULL);
    }

    /** What a scrape would find, by the code that answers it; and beside it what ought to be told, by the truth. */
    private void tell(Instant now, Job job, boolean up, boolean sees) {
        if (up) {
            story.sample("perigee_build_info{job=\"perigee\",version=\"1\"}", "1");
            story.sample("perigee_daemon_sinks_seen", sees ? "1" : "0");
            story.sample("perigee_spool_backups", sinks.stream().anyMatch(sink -> sink.owed() > 0) ? "1" : "0");
        }
        for (int i = 0; i < sinks.size(); i++) {
            SimulatedSink sink = sinks.get(i);
            tell(job.destinations().get(i), sink, job, now, up);
        }
        story.holds("EtcdBackupDaemonGone", "severity: critical, job: perigee", !up);
        story.holds("EtcdBackupSinksUnseen", "severity: critical", up && !sees);
        story.holds("EtcdBackupWaits", "severity: warning", up && sinks.stream().anyMatch(sink -> sink.owed() > 0));
    }

    private void tell(Destination destination, SimulatedSink sink, Job job, Instant now, boolean up) {
        String labels = "{job=\"one\",cluster=\"prod\",sink=\"" + sink.name() + "\"}";
        SinkStatus status =
                new SinkAssessment(job, sink.listing(), Optional.of(START), Optional.empty(), now).of(destination);
        boolean away = status.health() == Health.UNREACHABLE;
        if (up) {
            story.sample("perigee_sink_up" + labels, away ? "0" : "1");
        }
        if (up && !away) {
            story.sample("perigee_sink_backup_missing" + labels, status.health().lacks() ? "1" : "0");
        }
        String named = "job: one, cluster: prod, sink: " + sink.name();
        boolean answers = sink.fault() != Fault.AWAY;
        story.holds("EtcdBackupMissing", "severity: critical, " + named, up && answers && lacks(sink, now));
        story.holds("EtcdBackupSinkDown", "severity: warning, " + named, up && !answers);
    }

    /** A full hour has struck a quarter of an hour ago, and no backup is from after it. */
    private static boolean lacks(SimulatedSink sink, Instant now) {
        Instant struck = now.minus(PATIENCE).minusNanos(1).truncatedTo(ChronoUnit.HOURS);
        return struck.isAfter(START) && sink.newest().orElse(START).isBefore(struck);
    }

    /** Each rule is looked up 105 120 times: without those that this story has no series for. */
    private Path rules() throws IOException {
        List<String> parts = List.of(Files.readString(RULES).split("(?m)^(?= +- alert: )"));
        String told = parts.stream()
                .skip(1)
                .filter(rule ->
                        story.tellsOf(rule.lines().findFirst().orElse("").replaceFirst(" +- alert: ", "")))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("told.rules.yaml"), parts.getFirst() + told);
    }

    @Test
    void retentionKeepsItsPromisesAndEachAlertFiresWhenItShould() throws Exception {
        story.alert("EtcdBackupMissing", 5, "The sink $sink lacks the backup of prod that was due.");
        story.alert("EtcdBackupSinkDown", 15, "The sink $sink can't be listed.");
        story.alert(
                "EtcdBackupSinksUnseen", 15, "Perigee can't look at its sinks, so nobody knows how the backups stand.");
        story.alert("EtcdBackupWaits", 120, "Backups have waited for a sink for two hours.");
        story.alert("EtcdBackupDaemonGone", 15, "Nothing is known of Perigee's daemon.");
        Job job = job();
        for (int step = 0; step < STEPS; step++) {
            Instant now = START.plus(STEP.multipliedBy(step));
            live(now);
            boolean up = !now.isBefore(daemonIsAwayUntil);
            if (up) {
                work(now);
            }
            tell(now, job, up, !now.isBefore(blindUntil));
            story.endStep();
            if ((step + 1) % STEPS_OF_A_CHAPTER == 0) {
                story.endChapter();
            }
        }

        assertEquals(List.of(), broken);
        for (String alert : List.of(
                "EtcdBackupMissing",
                "EtcdBackupSinkDown",
                "EtcdBackupSinksUnseen",
                "EtcdBackupWaits",
                "EtcdBackupDaemonGone")) {
            assertTrue(story.changes(alert) > 5, alert + " was hardly tried");
        }
        Path rules = rules();
        List<Path> tests = new ArrayList<>();
        for (String chapter : story.promtool(rules.toString())) {
            tests.add(Files.writeString(folder.resolve(tests.size() + ".test.yaml"), chapter));
        }
        assertEquals(STEPS / STEPS_OF_A_CHAPTER, tests.size());
        tests.parallelStream().forEach(SimulatedYearTest::requireAsTold);
    }

    private static void requireAsTold(Path test) {
        Path promtool = InstalledServer.binary("prometheus", "promtool");
        CommandResult tested = Command.run(Map.of(), List.of(promtool.toString(), "test", "rules", test.toString()));
        List<String> said =
                (tested.stdout() + tested.stderr()).lines().limit(40).toList();
        assertEquals(0, tested.exitCode(), said::toString);
    }
}
