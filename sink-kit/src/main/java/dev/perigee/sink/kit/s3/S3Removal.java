package dev.perigee.sink.kit.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.bucket.BucketPlace;
import dev.perigee.sink.kit.s3.S3Calls.Answer;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.OldVersions;
import dev.perigee.sink.kit.words.Refusal;
import dev.perigee.sink.kit.words.Verb;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Removes objects: the current version, or all of them. */
record S3Removal(S3Calls calls, BucketPlace place, S3Headers headers, InstantSource clock) {

    /** Absent is what was wanted. Any other 404 is thrown on: it speaks of the bucket or of us. */
    void deleteCurrent(ObjectKey key) throws Exception {
        try {
            Answer answer = calls.delete(place.name(key), Optional.empty());
            if (answer.header("x-amz-delete-marker").filter("true"::equals).isPresent()) {
                OldVersions.stayIn(place.toString());
            }
        } catch (Exception e) {
            if (calls.refusal(e).filter(said -> said.is("NoSuchKey")).isEmpty()) {
                throw e;
            }
        }
    }

    /** Oldest first: were the newest to go first, an older one would come to light in between. */
    void deleteVersions(ObjectKey key) throws Exception {
        String name = place.name(key);
        List<String> versions = VersionPages.newestFirst(name, from -> calls.versions(name, from));
        Collections.reverse(versions);
        for (String version : versions) {
            deleteVersion(key, version);
        }
    }

    private void deleteVersion(ObjectKey key, String version) throws Exception {
        try {
            calls.delete(place.name(key), Optional.of(version));
        } catch (Exception e) {
            Optional<Refusal> refusal = calls.refusal(e);
            if (refusal.isPresent() && (isHeld(key, version) || saysLocked(refusal.get()))) {
                throw held(key, refusal.get());
            }
            throw e;
        }
    }

    private SinkException held(ObjectKey key, Refusal refusal) {
        return new Attempt(Verb.DELETE_ALL_VERSIONS, Optional.of(key), place.toString())
                .failed(
                        SinkException.Kind.HELD,
                        "an object lock holds it: " + refusal.reason(),
                        Optional.of("it can be deleted when its retention has passed"),
                        refusal.cause());
    }

    /** MinIO and versitygw have no code of their own for it, and the lock's fields take a permission. */
    private static boolean saysLocked(Refusal refusal) {
        return refusal.message().contains("WORM protected") || refusal.message().contains("object lock");
    }

    /** The lock's own fields, where we may read them. */
    private boolean isHeld(ObjectKey key, String version) throws InterruptedException {
        try {
            Answer facts = calls.head(place.name(key), Optional.of(version), headers.goOn());
            return facts.header("x-amz-object-lock-legal-hold")
                            .filter("ON"::equals)
                            .isPresent()
                    || facts.header("x-amz-object-lock-retain-until-date")
                            .map(Instant::parse)
                            .filter(clock.instant()::isBefore)
                            .isPresent();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // then only the refusal's own words are left to go by
        }
    }
}
