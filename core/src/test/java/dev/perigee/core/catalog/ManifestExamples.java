package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Manifests for tests that need no snapshot. */
public final class ManifestExamples {

    private ManifestExamples() {}

    /** Of a backup at this hour of a day, of a body of 1000 zero bytes. */
    public static Manifest at(int hour) {
        return at(hour, 0xcdf818194e3a8c32L);
    }

    /** The same of another etcd cluster. */
    public static Manifest at(int hour, long clusterId) {
        return at("prod", hour, clusterId);
    }

    /** The same in another folder. */
    public static Manifest at(String cluster, int hour, long clusterId) {
        BackupId id = new SnapshotId(Instant.parse("2026-11-20T00:00:00Z").plusSeconds(3600L * hour), 100 + hour, hour);
        return new Manifest(
                id,
                new Manifest.Cluster(cluster, clusterId),
                new Manifest.Member(1, "etcd-1", "3.6.16"),
                "default",
                "host",
                new Manifest.Facts(100 + hour, -1, 1, 2, 3, 4, 968, Optional.empty()),
                new Manifest.Proof(id.time(), "perigee 0.1.0", List.of("digest")),
                List.of(new StoredObject(
                        Manifest.SNAPSHOT, Layout.STANDARD.body(cluster, id), 1_000, Sha256.digest(new byte[1_000]))));
    }

    /** The same backup, made for another reason. */
    public static Manifest on(Purpose purpose, Manifest manifest) {
        return new Manifest(
                manifest.id(),
                manifest.cluster(),
                manifest.member(),
                manifest.job(),
                manifest.instance(),
                manifest.facts(),
                manifest.proof(),
                manifest.comparison(),
                purpose,
                manifest.timeline(),
                manifest.objects());
    }
}
