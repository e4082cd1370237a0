package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.EtcdSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SinkAssessmentTest {

    private static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");
    private static final Instant NOW = DUE.plusSeconds(10_000);

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

    private static String said(String job, Manifest... made) {
        Destination sink = new Destination(
                new SinkDefinition("near", "test", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                Destination.Access.FULL);
        ClusterSettings cluster =
                new ClusterSettings("prod", true, EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1"))));
        Listing listing =
                new Listing(List.of(made).stream().map(SinkAssessmentTest::row).toList(), List.of(), Map.of());
        return new SinkAssessment(
                        new Job(job, cluster, Optional.empty(), List.of(sink)),
                        listing,
                        Optional.empty(),
                        Optional.empty(),
                        NOW)
                .of(sink)
                .sentence();
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
