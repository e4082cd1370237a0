package dev.perigee.core.catalog;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.encoding.Decoding;
import java.util.Optional;

/** Whether a manifest agrees with itself and with the place where it lies. Pure. */
final class Agreement {

    /** What etcd puts at a snapshot's end: the SHA-256 of what is before it. */
    private static final int TRAILER = 32;

    private Agreement() {}

    /** What is wrong, in words; empty if nothing is. */
    static Optional<String> finding(String cluster, BackupId id, Manifest manifest) {
        if (!manifest.id().equals(id)) {
            return Optional.of("it is the manifest of another backup: " + manifest.id());
        }
        if (!manifest.cluster().name().equals(cluster)) {
            return Optional.of("it is the manifest of another cluster: '"
                    + manifest.cluster().name() + "'");
        }
        if (manifest.facts().revision() != id.revision()) {
            return Optional.of("its facts are of revision " + manifest.facts().revision());
        }
        if (manifest.proof().time().isBefore(id.time())) {
            return Optional.of("it says that it was proven at "
                    + manifest.proof().time() + ", before the snapshot was taken: it is an older backup's");
        }
        Optional<BackupId> start = manifest.timeline().map(Timeline::start);
        if (start.filter(first -> first.compareTo(id) > 0).isPresent()) {
            return Optional.of("it says that its timeline began later, with " + start.get());
        }
        ObjectKey own = manifest.isPacked() ? Layout.STANDARD.rows(cluster, id) : Layout.STANDARD.body(cluster, id);
        if (!manifest.body().key().equals(own)) {
            return Optional.of(
                    "it names a body that isn't its own: " + manifest.body().key());
        }
        ObjectKey companions = Layout.STANDARD.companions(cluster, id);
        if (manifest.companions()
                .filter(object -> !object.key().equals(companions))
                .isPresent()) {
            return Optional.of("it names companions that aren't its own");
        }
        return length(manifest.body(), manifest.facts()).or(() -> PacksAgreement.finding(cluster, manifest));
    }

    private static Optional<String> length(StoredObject body, Manifest.Facts facts) {
        if (!Decoding.unknown(body.encoding()).isEmpty()) {
            return Optional.empty(); // a newer release's, of which nothing is known
        }
        if (body.encoding().isEmpty() == body.plain().isPresent()) {
            return Optional.of("it contradicts itself about whether its body is encoded");
        }
        long length = body.content().length();
        return length - TRAILER != facts.databaseBytes()
                ? Optional.of(
                        "it says that its body has " + length + " bytes, and its database " + facts.databaseBytes())
                : Optional.empty();
    }
}
