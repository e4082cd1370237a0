package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A backup's copy in one sink, and what it is worth.
 *
 * @param id the backup
 * @param record what the listing says of the object that makes it a backup
 * @param body what the listing says of its body; empty if it shows none
 * @param manifest its manifest; empty if there are none here, or it wasn't read, or can't be
 * @param standing what it is worth
 * @param readBack when this installation last fetched and proved it, as the listing shows it; empty if it never did
 */
public record StoredCopy(
        BackupId id,
        ObjectInfo record,
        Optional<ObjectInfo> body,
        Optional<Manifest> manifest,
        Standing standing,
        Optional<Instant> readBack) {

    /** A copy that was never read back. */
    StoredCopy(
            BackupId id, ObjectInfo record, Optional<ObjectInfo> body, Optional<Manifest> manifest, Standing standing) {
        this(id, record, body, manifest, standing, Optional.empty());
    }

    /**
     * Whether it counts.
     *
     * @return true if all that a listing and the manifest tell is as it must be
     */
    public boolean isWhole() {
        return standing instanceof Standing.Whole;
    }

    /**
     * Whether its data can be had: companions that are damaged keep nobody from it.
     *
     * @return true for one that is whole, and for one of which nothing but the files that a restore also needs is damaged
     */
    public boolean hasData() {
        return isWhole() || (standing instanceof Standing.Refuted(String _, boolean besideData) && besideData);
    }

    /**
     * Whether all of it lies there, be it that it doesn't count yet.
     *
     * @return true for one that is whole, and for one whose time hasn't come, since it was made under a clock that ran ahead
     */
    public boolean isThere() {
        return isWhole()
                || (standing instanceof Standing.Future && listedLength().orElse(0) > 0);
    }

    /**
     * Whether it is known to be bad: by its proof, the listing, or a manifest that is none, or isn't the one that was written.
     *
     * @return false for one that a newer release or another user may read, that a stranger has put there, or whose time hasn't come
     */
    public boolean isDamaged() {
        return switch (standing) {
            case Standing.Damaged _, Standing.Refuted _, Standing.Altered _ -> true;
            case Standing.Unreadable unreadable -> !unreadable.maybeGood();
            case Standing.Unbelieved(String _, boolean ours, boolean _) -> ours;
            case Standing.Whole _, Standing.Future _ -> false;
        };
    }

    /**
     * Whether others may read its manifest, and this user may not.
     *
     * @return whether nobody here can tell what it is worth
     */
    public boolean isDenied() {
        return standing instanceof Standing.Unreadable(String _, Outcome outcome) && outcome == Outcome.DENIED;
    }

    /**
     * Whether nobody has signed it where that is demanded, and nobody here knows it: whatever it says, it is not believed.
     *
     * @return false for one that is believed, that somebody else has signed, or that was put in the place of one that is known
     */
    public boolean isOnlyUnsigned() {
        return standing instanceof Standing.Unbelieved(String _, boolean ours, boolean signed) && !ours && !signed;
    }

    /**
     * Whether it counts, and this installation made or proved it.
     *
     * @return false for one that is whole but unknown
     */
    public boolean isKnown() {
        return standing instanceof Standing.Whole(Origin origin) && origin != Origin.UNKNOWN;
    }

    /**
     * How long the body is.
     *
     * @return in bytes, as listed; empty if it isn't there
     */
    public OptionalLong listedLength() {
        return body.map(info -> OptionalLong.of(info.length())).orElseGet(OptionalLong::empty);
    }

    /**
     * How long the body has to be.
     *
     * @return in bytes, as the manifest says; empty if it wasn't read
     */
    public OptionalLong statedLength() {
        return manifest.map(read -> OptionalLong.of(read.body().length())).orElseGet(OptionalLong::empty);
    }

    /** The same, worth something else. */
    StoredCopy as(Standing other) {
        return new StoredCopy(id, record, body, manifest, other, readBack);
    }

    /** The same, once read back. */
    StoredCopy readBackAt(Instant time) {
        return new StoredCopy(id, record, body, manifest, standing, Optional.of(time));
    }

    /**
     * The same copy after its proof has failed.
     *
     * @param finding what the proof found
     * @return a refuted copy
     */
    public StoredCopy refuted(String finding) {
        boolean besideData = manifest.flatMap(Manifest::companions)
                .filter(object -> finding.startsWith(object.key() + " "))
                .isPresent();
        return as(new Standing.Refuted(finding, besideData));
    }

    /**
     * The same copy after it has been proven here.
     *
     * @return a whole copy that is known
     */
    public StoredCopy proven() {
        return as(new Standing.Whole(Origin.PROVEN));
    }
}
