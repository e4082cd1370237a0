package dev.perigee.core.source;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.state.Environment;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes down what is known of a proven snapshot. */
public final class Manifests {

    /** What {@link dev.perigee.core.source.SnapshotSource} checks before it gives a snapshot. */
    private static final List<String> CHECKS = List.of("length", "digest", "structure", "rows");

    private Manifests() {}

    public static Manifest of(
            ProvenSnapshot snapshot, String cluster, String job, Purpose purpose, Environment environment) {
        SnapshotId id = SnapshotId.taken(
                snapshot.firstBlob(),
                snapshot.proof().facts().currentRevision(),
                environment.timing().random().nextInt());
        StoredObject body = new StoredObject(
                Manifest.SNAPSHOT, Layout.STANDARD.body(cluster, id), snapshot.length(), snapshot.sha256());
        Instant now = environment.timing().clock().instant();
        Instant proven = now.isBefore(id.time()) ? id.time() : now; // a clock may be put back meanwhile
        return new Manifest(
                id,
                new Manifest.Cluster(cluster, snapshot.clusterId()),
                member(snapshot),
                job,
                environment.instance(),
                facts(snapshot.proof()),
                new Manifest.Proof(proven, "perigee " + environment.version(), CHECKS),
                snapshot.comparison(),
                purpose,
                Optional.empty(),
                List.of(body));
    }

    public static Manifest.Member member(ProvenSnapshot snapshot) {
        return new Manifest.Member(snapshot.memberId(), snapshot.memberName(), snapshot.memberVersion());
    }

    /** For a backup that has none of its own: what its body tells when it is proven. Who sent it, it doesn't tell. */
    public static Manifest ofBody(
            BackupId id, String cluster, StoredObject body, SnapshotProof proof, Environment environment) {
        return new Manifest(
                id,
                new Manifest.Cluster(cluster, 0),
                new Manifest.Member(0, Manifest.UNKNOWN, Manifest.UNKNOWN),
                Manifest.UNKNOWN,
                Manifest.UNKNOWN,
                facts(proof),
                new Manifest.Proof(environment.timing().clock().instant(), "perigee " + environment.version(), CHECKS),
                List.of(body));
    }

    public static Manifest.Facts facts(SnapshotProof proof) {
        SnapshotFacts facts = proof.facts();
        HashKv hashKv = proof.hashKv().orElseThrow();
        return new Manifest.Facts(
                facts.currentRevision(),
                hashKv.compactRevision(),
                facts.hash(),
                hashKv.hash(),
                facts.liveKeys(),
                facts.totalEntries(),
                facts.totalSize(),
                facts.storageVersion(),
                facts.consistentIndex().isPresent() && facts.consistentIndex().getAsLong() >= 0
                        ? Optional.of(facts.consistentIndex().getAsLong())
                        : Optional.empty(),
                NeededKeys.of(proof.encrypted()),
                Optional.empty());
    }
}
