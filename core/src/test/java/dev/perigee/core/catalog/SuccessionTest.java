package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final long CLUSTER = 0xcdf8_1819_4e3a_8c32L;
    private final List<Manifest> known = new ArrayList<>();
    private int hour;

    private Manifest taken(long cluster, long member, long revision, long index) {
        hour++;
        BackupId id = new SnapshotId(Instant.parse("2026-11-20T00:00:00Z").plusSeconds(3600L * hour), revision, hour);
        return new Manifest(
                id,
                new Manifest.Cluster("prod", cluster),
                new Manifest.Member(member, "etcd-" + member, "3.6.16"),
                "default",
                "host",
                new Manifest.Facts(
                        revision,
                        -1,
                        1,
                        2,
                        3,
                        4,
                        968,
                        Optional.empty(),
                        index == 0 ? Optional.empty() : Optional.of(index),
                        List.of(),
                        Optional.empty()),
                new Manifest.Proof(id.time(), "perigee 0.1.0", List.of("digest")),
                List.of(new StoredObject(
                        Manifest.SNAPSHOT,
                        ObjectKey.of("prod/snapshots/" + id + ".db"),
                        1,
                        Sha256.digest(new byte[1]))));
    }

    /** Takes a backup, places it, knows it from then on. */
    private Manifest take(long cluster, long member, long revision, long index) {
        Manifest fresh = taken(cluster, member, revision, index);
        Manifest placed = fresh.in(Succession.of(fresh, known));
        known.add(placed);
        return placed;
    }

    private static String cause(Manifest manifest) {
        return manifest.timeline().map(timeline -> timeline.cause().text()).orElse("none");
    }

    @Test
    void aClusterThatGoesOnBeginsNothing() {
        assertEquals("none", cause(take(CLUSTER, 1, 10, 14)));
        assertEquals("none", cause(take(CLUSTER, 2, 10, 15)));
        assertEquals("none", cause(take(CLUSTER, 1, 1_000_000, 1_000_100)));
    }

    @Test
    void aRestoreWithOtherNamesOrTokenIsToldByTheClusterId() {
        take(CLUSTER, 1, 10, 14);
        Manifest last = take(CLUSTER, 1, 20, 24);

        Manifest restored = take(CLUSTER + 1, 7, 10, 4);

        assertEquals(
                Optional.of(new Timeline(restored.id(), last.id(), Timeline.Cause.CLUSTER_ID)), restored.timeline());
        assertEquals(restored.timeline(), take(CLUSTER + 1, 7, 30, 40).timeline());
    }

    @Test
    void oneWithTheSameIdsIsToldByTheRevisionTheLogOrBoth() {
        take(CLUSTER, 1, 10, 14);
        take(CLUSTER, 1, 2_000, 2_100);

        assertEquals("revision-back", cause(take(CLUSTER, 1, 1_500, 4)));
        assertEquals("log-back", cause(take(CLUSTER, 1, 1_600, 3)), "restored twice");
        assertEquals("revision-ahead", cause(take(CLUSTER, 1, 1_000_001_600L, 40)), "bumped, and soon busy");
    }

    @Test
    void aClusterMadeAnewUnderTheSameIdsIsAnother() {
        take(CLUSTER, 1, 2_000, 2_100);

        assertEquals("revision-back", cause(take(CLUSTER, 1, 1, 4)));
    }

    @Test
    void anotherMemberMayLagBehindALittleAndTheSameOneMayNot() {
        take(CLUSTER, 1, 2_000, 2_100);

        assertEquals("none", cause(take(CLUSTER, 2, 1_990, 2_085)));
        assertEquals("revision-back", cause(take(CLUSTER, 3, 900, 1_000)), "that far behind no member is asked");
    }

    @Test
    void aMemberThatMayLagIsComparedWithItselfToo() {
        take(CLUSTER, 2, 90, 100);
        take(CLUSTER, 1, 100, 110);

        assertEquals("log-back", cause(take(CLUSTER, 2, 95, 4)));
    }

    @Test
    void backupsOfTwoRunsThatEndInTheOtherOrderBeginNothing() {
        Manifest slow = taken(CLUSTER, 1, 100, 110);
        take(CLUSTER, 1, 105, 115);

        assertEquals(Optional.empty(), Succession.of(slow, known));
    }

    @Test
    void whoStillBacksUpTheOldClusterGoesOnWithTheTimelineThatWasLeft() {
        take(CLUSTER, 1, 100, 110);
        Manifest restored = take(CLUSTER + 1, 1, 90, 4);

        assertEquals(Optional.empty(), take(CLUSTER, 1, 130, 140).timeline());
        assertEquals(restored.timeline(), take(CLUSTER + 1, 1, 95, 9).timeline());
    }

    @Test
    void manifestsOfBeforeTheIndexWasNotedAreComparedByRevision() {
        take(CLUSTER, 1, 2_000, 0);

        assertEquals("none", cause(take(CLUSTER, 1, 2_001, 4)));
        assertEquals("revision-back", cause(take(CLUSTER, 1, 1_500, 4)));
    }

    @Test
    void aTimelineIsWrittenAndReadBack() throws Exception {
        take(CLUSTER, 1, 100, 110);
        Manifest restored = take(CLUSTER, 1, 90, 4);

        assertEquals(restored, ManifestJson.read("it", ManifestJson.write(restored)));
    }
}
