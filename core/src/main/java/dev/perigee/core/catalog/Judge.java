package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.util.Optional;

/**
 * Decides what a copy is worth that has a manifest. Pure.
 *
 * @param cluster whose backups
 * @param clocks what time it is
 * @param cureOfMissing what to do about a body that isn't there, to go behind that
 */
record Judge(String cluster, Clocks clocks, String cureOfMissing) {

    StoredCopy judge(BackupId id, ObjectInfo record, Bodies bodies, Reading reading, Known known) {
        Optional<Manifest> manifest = reading instanceof Reading.Read(Manifest read, var digest, var bytes)
                ? Optional.of(read)
                : Optional.empty();
        Optional<ObjectInfo> body = bodies.of(id, manifest);
        Standing standing = standing(id, body, reading, known);
        return new StoredCopy(id, record, body, manifest, lacking(standing, manifest, bodies));
    }

    /** A backup is no more than the packs that it is made of. */
    private Standing lacking(Standing standing, Optional<Manifest> manifest, Bodies bodies) {
        return manifest.filter(_ -> standing instanceof Standing.Whole)
                .flatMap(read -> PacksAgreement.lack(read, key -> bodies.rows(cluster, key)))
                .<Standing>map(Standing.Damaged::new)
                .orElse(standing);
    }

    private Standing standing(BackupId id, Optional<ObjectInfo> body, Reading reading, Known known) {
        Optional<String> ahead = clocks.ahead(id.time());
        if (ahead.isPresent()) {
            return new Standing.Future(ahead.get());
        }
        return switch (reading) {
            case Reading.Unread(), Reading.Gone() -> unread(id, body, known);
            case Reading.Failed(UnreadableManifest failure, var bytes) ->
                new Standing.Unreadable(FailureWords.of(failure), failure.outcome());
            case Reading.Read read -> read(id, body, read, known);
        };
    }

    /** What the listing alone can tell. */
    private Standing unread(BackupId id, Optional<ObjectInfo> body, Known known) {
        if (body.isEmpty()) {
            return missing(Layout.STANDARD.body(cluster, id));
        }
        return body.get().length() == 0
                ? new Standing.Damaged(body.get().key() + " is empty")
                : new Standing.Whole(known.origin());
    }

    private Standing read(BackupId id, Optional<ObjectInfo> body, Reading.Read read, Known known) {
        Optional<String> disagreement = Agreement.finding(cluster, id, read.manifest());
        if (disagreement.isPresent()) {
            return new Standing.Damaged(Layout.STANDARD.manifest(cluster, id) + ": " + disagreement.get());
        }
        Optional<String> unknown = Decoding.unknown(read.manifest().body().encoding());
        if (unknown.isPresent()) {
            return new Standing.Unreadable(
                    read.manifest().body().key() + " is encoded with " + unknown.get()
                            + ", which this release can't undo",
                    Outcome.REFUSED);
        }
        long stated = read.manifest().body().length();
        if (body.isEmpty()) {
            return missing(read.manifest().body().key());
        }
        if (body.get().length() != stated) {
            return new Standing.Damaged(
                    body.get().key() + " has " + body.get().length() + " bytes where its manifest says " + stated);
        }
        return known.contradicts(read.digest())
                ? new Standing.Altered(Layout.STANDARD.manifest(cluster, id) + " isn't the manifest that this"
                        + " installation wrote or proved: somebody has changed it")
                : new Standing.Whole(known.origin());
    }

    private Standing missing(ObjectKey body) {
        return new Standing.Damaged(body + " is missing, although its manifest is there" + cureOfMissing);
    }
}
