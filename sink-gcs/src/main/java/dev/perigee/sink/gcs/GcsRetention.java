package dev.perigee.sink.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BlobInfo.Retention.Mode;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import java.time.ZoneOffset;
import java.util.Optional;

/** Locks in the words of Google's library, which calls them an object's retention. */
final class GcsRetention {

    private GcsRetention() {}

    /** A word that isn't known counts as the strongest. */
    static Optional<ObjectLock.Hold<LockPolicy>> of(BlobInfo object) {
        return Optional.ofNullable(object.getRetention())
                .filter(lock -> lock.getRetainUntilTime() != null)
                .map(lock -> new ObjectLock.Hold<>(
                        Mode.UNLOCKED.equals(lock.getMode()) ? LockPolicy.UNLOCKED : LockPolicy.LOCKED,
                        lock.getRetainUntilTime().toInstant()));
    }

    static BlobInfo.Retention of(ObjectLock.Hold<LockPolicy> hold) {
        return BlobInfo.Retention.newBuilder()
                .setMode(hold.mode() == LockPolicy.LOCKED ? Mode.LOCKED : Mode.UNLOCKED)
                .setRetainUntilTime(hold.until().atOffset(ZoneOffset.UTC))
                .build();
    }
}
