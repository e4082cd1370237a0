package dev.perigee.daemon;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Results made by hand. */
public final class Backups {

    public static final Instant TAKEN = Instant.parse("2026-11-23T10:00:01Z");

    private Backups() {}

    /** A backup that all sinks of a job have. */
    public static BackupResult stored(Job job) {
        return new BackupResult(
                manifest(job),
                job.destinations().stream()
                        .map(sink -> new SinkResult(sink.name(), true, Optional.empty(), List.of(), List.of()))
                        .toList(),
                List.of(),
                Optional.empty());
    }

    /** One that no sink has, since another daemon makes it. */
    public static BackupResult givenUp(Job job) {
        List<SinkResult> refused = job.destinations().stream()
                .map(sink -> new SinkResult(
                        sink.name(),
                        false,
                        Optional.of(SinkFailure.of(sink.name(), Outcome.REFUSED, "elsewhere runs it")),
                        List.of(),
                        List.of()))
                .toList();
        return new BackupResult(
                manifest(job),
                refused,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("elsewhere runs it"));
    }

    private static Manifest manifest(Job job) {
        return new Manifest(
                new SnapshotId(TAKEN, 42, 7),
                new Manifest.Cluster(job.cluster().name(), 1),
                new Manifest.Member(2, "m0", "3.6.16"),
                job.name(),
                "host",
                new Manifest.Facts(42, 1, 3, 4, 10, 20, 4096, Optional.of("3.6.0")),
                new Manifest.Proof(TAKEN, "perigee 0.1.0", List.of("digest")),
                List.of(new StoredObject(Manifest.SNAPSHOT, new ObjectKey("body"), 4128, Sha256.digest(new byte[0]))));
    }
}
