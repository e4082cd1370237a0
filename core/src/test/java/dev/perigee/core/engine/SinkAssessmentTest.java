package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SinkAssessmentTest {

    private static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");
    private static final Instant NOW = DUE.plusSeconds(10_000);
    private static final Schedule EVERY_OTHER_HOUR = Schedule.parse("0 1-23/2 * * *", ZoneOffset.UTC);

    private static Manifest made(int hour, long fence) {
        return ManifestExamples.on(new Purpose(Optional.of(DUE), OptionalLong.of(fence)), ManifestExamples.at(hour));
    }

    private static Listing.Row row(Manifest manifest) {
        ObjectInfo info = new ObjectInfo(
                new ObjectKey(manifest.id().toString()), 1_000, manifest.id().time());
        return new Listing.Row(
                manifest.id(),
                List.of(new Listing.Held(
                        "near",
                        new StoredCopy(
                                manifest.id(),
                                info,
                                Optional.of(info),
                                Optional.of(manifest),
                                new Standing.Whole(Origin.UNKNOWN),
                                Optional.empty()))));
    }

    private static SinkStatus assessed(
            String name, Optional<Schedule> schedule, Access access, Optional<FailedRun> failed, Manifest... made) {
        Destination sink = new Destination(
                new SinkDefinition("near", "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                access);
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        List<Listing.Row> rows =
                List.of(made).stream().map(SinkAssessmentTest::row).toList();
        Map<String, BackupId> fresh =
                rows.isEmpty() ? Map.of() : Map.of("near", rows.getFirst().id());
        Job job = new Job(name, cluster, schedule, List.of(sink));
        return new SinkAssessment(job, new Listing(rows, List.of(), fresh), Optional.of(DUE), failed, NOW).of(sink);
    }

    private static String said(String job, Manifest... made) {
        return assessed(job, Optional.empty(), Access.FULL, Optional.empty(), made)
                .sentence();
    }

    private static Optional<FailedRun> failed(Duration ago, String... sinks) {
        Instant ended = NOW.minus(ago);
        Map<String, String> lack =
                List.of(sinks).stream().collect(Collectors.toMap(sink -> sink, sink -> sink + " is full"));
        return Optional.of(new FailedRun(ended, ended.minusSeconds(5), lack, Map.of(), "etcd is away"));
    }

    /** The newest backup in the sink is that of 7 o'clock; the next is due at 9. */
    private static SinkStatus held(Optional<FailedRun> failed) {
        return assessed("default", Optional.of(EVERY_OTHER_HOUR), Access.FULL, failed, made(7, 40));
    }

    @Test
    void aRunThatFailedIsToldAtOnceAndMissesABackupOnceItIsntMadeUpForInTime() {
        SinkStatus behind = held(failed(Duration.ofMinutes(5)));

        assertEquals(Health.BEHIND, behind.health());
        assertEquals(
                "sink 'near': the newest backup is of 2026-11-20T07:00:00Z, and the run that ended 2026-11-20T07:41:40Z"
                        + " failed: etcd is away",
                behind.sentence());
        assertEquals(Health.LATE, held(failed(Duration.ofMinutes(35))).health());
        assertEquals(Health.WELL, held(failed(Duration.ofHours(1))).health());
    }

    @Test
    void onlyTheSinksLackItToWhichARunDidntBringIt() {
        assertEquals(Health.WELL, held(failed(Duration.ofMinutes(35), "other")).health());
        assertEquals(
                Health.LATE,
                held(failed(Duration.ofMinutes(35), "other", "near")).health());
    }

    @Test
    void whatARunLeftUndoneIsToldAlthoughItsBackupIsThere() {
        Instant ended = NOW.minusSeconds(300);
        Optional<FailedRun> amiss = Optional.of(new FailedRun(
                ended, ended.minusSeconds(5), Map.of(), Map.of("near", "2 backups couldn't be removed"), ""));

        SinkStatus near = held(amiss);
        assertEquals(Health.AMISS, near.health());
        assertEquals(
                "sink 'near': the run that ended 2026-11-20T07:41:40Z brought its backup there, but 2 backups couldn't be"
                        + " removed",
                near.sentence());
        assertEquals(
                Optional.of("once that is mended, 'perigee snapshot save --job default' makes one at once"),
                near.cure());
        FailedRun unpruned = new FailedRun(
                ended, ended.minusSeconds(5), Map.of(), amiss.get().amiss(), Set.of("near"), "");
        String prune = held(Optional.of(unpruned)).cure().orElseThrow();
        assertTrue(prune.contains("'perigee snapshot prune --cluster prod --sink near'"), prune);
        SinkStatus unseen = assessed("default", Optional.of(EVERY_OTHER_HOUR), Access.WRITE_ONLY, amiss);
        assertEquals(Health.AMISS, unseen.health());
        assertFalse(unseen.isSeen());
    }

    @Test
    void whyASinkCantBeListedIsSaidInAWord() {
        assertEquals(Health.UNREACHABLE, Health.unlisted(Outcome.CONNECTION));
        assertEquals(Health.DENIED, Health.unlisted(Outcome.DENIED));
        assertEquals(Health.MISCONFIGURED, Health.unlisted(Outcome.BAD_CONFIGURATION));
        assertEquals(Health.MISCONFIGURED, Health.unlisted(Outcome.NOT_FOUND));
        assertEquals(Health.UNREADABLE, Health.unlisted(Outcome.INPUT_OUTPUT));
    }

    @Test
    void withoutAScheduleNothingMakesUpForARunByItself() {
        Optional<FailedRun> failed = failed(Duration.ofSeconds(1));

        assertEquals(
                Health.LATE,
                assessed("default", Optional.empty(), Access.FULL, failed, made(6, 40))
                        .health());
        assertEquals(
                Health.EMPTY,
                assessed("default", Optional.empty(), Access.FULL, failed).health());
    }

    @Test
    void whatCouldntBeBroughtToASinkIntoWhichNobodyLooksIsKnownAllTheSame() {
        Optional<Schedule> schedule = Optional.of(EVERY_OTHER_HOUR);

        SinkStatus late = assessed("default", schedule, Access.WRITE_ONLY, failed(Duration.ofMinutes(35), "near"));
        assertEquals(Health.LATE, late.health());
        assertFalse(late.isSeen());
        assertTrue(late.sentence().startsWith("sink 'near': the run that ended "), late.sentence());
        assertTrue(late.sentence().endsWith(" failed: near is full"), late.sentence());
        assertEquals(
                Health.UNSEEN,
                assessed("default", schedule, Access.WRITE_ONLY, failed(Duration.ofMinutes(35), "other"))
                        .health());
    }

    @Test
    void whatAnEarlierVersionWroteOfAFailedRunIsOfAllSinks() {
        FailedRun run = FailedRun.parse(List.of("2026-11-20T07:00:00Z"));

        assertEquals(new FailedRun(run.ended(), run.ended(), Map.of(), Map.of(), ""), run);
        assertEquals(
                new FailedRun(run.ended(), run.ended().minusSeconds(9), Map.of("near", "", "far", ""), Map.of(), ""),
                FailedRun.parse(List.of("2026-11-20T07:00:00Z", "2026-11-20T06:59:51Z", "near", "far")));
    }

    @Test
    void eachSupersededBackupIsNamedByTheJobThatMadeIt() {
        Manifest counts = made(6, 40);

        String said = said("default", made(8, 12), made(7, 11), counts);

        for (Manifest late : List.of(made(8, 12), made(7, 11))) {
            assertTrue(said.contains("sink 'near': " + late.id() + " is superseded: " + counts.id()), said);
        }
    }

    @Test
    void anotherJobOfTheClusterSaysNothingOfThem() {
        assertEquals("", said("other", made(8, 12), made(6, 40)));
    }
}
