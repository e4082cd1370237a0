package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.s3.ObjectVersion;
import dev.perigee.sink.kit.s3.VersionPages;
import dev.perigee.sink.kit.s3.VersionPages.Marker;
import dev.perigee.sink.kit.words.OldVersions;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Removes objects, in the way that the settings ask for. */
final class S3Removal {

    private final S3Client client;
    private final S3SinkConfig config;
    private final S3Requests requests;
    private final S3Errors errors;
    private final InstantSource clock;

    S3Removal(S3Client client, S3SinkConfig config, S3Requests requests, S3Errors errors, InstantSource clock) {
        this.client = client;
        this.config = config;
        this.requests = requests;
        this.errors = errors;
        this.clock = clock;
    }

    void delete(ObjectKey key) throws Exception {
        try {
            if (config.removal() == S3SinkConfig.Removal.ALL_VERSIONS) {
                deleteVersions(key);
            } else {
                deleteCurrent(key);
            }
        } catch (NoSuchBucketException e) {
            if (!config.createBucket()) {
                throw e;
            }
        }
    }

    private void deleteCurrent(ObjectKey key) {
        try {
            DeleteObjectResponse answer = client.deleteObject(
                    request -> request.bucket(config.bucket()).key(requests.name(key)));
            if (Boolean.TRUE.equals(answer.deleteMarker())) {
                OldVersions.stayIn(config.place());
            }
        } catch (NoSuchKeyException e) {
            // Absent is what was wanted. Any other 404 is thrown on: it speaks of the bucket or of us.
        }
    }

    /** Oldest first: were the newest to go first, an older one would come to light in between. */
    private void deleteVersions(ObjectKey key) throws Exception {
        String name = requests.name(key);
        List<String> versions = VersionPages.newestFirst(name, from -> versions(name, from));
        Collections.reverse(versions);
        for (String version : versions) {
            deleteVersion(key, version);
        }
    }

    private void deleteVersion(ObjectKey key, String version) throws SinkException {
        try {
            client.deleteObject(request ->
                    request.bucket(config.bucket()).key(requests.name(key)).versionId(version));
        } catch (S3Exception e) {
            if (isHeld(key, version) || saysLocked(e)) {
                throw errors.held(key, e);
            }
            throw e;
        }
    }

    private VersionPages.Page versions(String name, Optional<Marker> from) {
        ListObjectVersionsResponse answer = client.listObjectVersions(request -> {
            request.bucket(config.bucket()).prefix(name);
            from.ifPresent(at -> request.keyMarker(at.key()).versionIdMarker(at.version()));
        });
        List<ObjectVersion> versions = Stream.concat(
                        answer.versions().stream()
                                .filter(version -> version.key().equals(name))
                                .map(version -> new ObjectVersion(
                                        version.versionId(), version.lastModified(), version.isLatest())),
                        answer.deleteMarkers().stream()
                                .filter(marker -> marker.key().equals(name))
                                .map(marker -> new ObjectVersion(
                                        marker.versionId(), marker.lastModified(), marker.isLatest())))
                .toList();
        return new VersionPages.Page(
                versions, Boolean.TRUE.equals(answer.isTruncated()) ? next(answer) : Optional.empty());
    }

    private static Optional<Marker> next(ListObjectVersionsResponse answer) {
        return Optional.ofNullable(answer.nextKeyMarker())
                .map(key -> new Marker(key, Objects.requireNonNullElse(answer.nextVersionIdMarker(), "")));
    }

    /** The lock's own fields, where we may read them. */
    private boolean isHeld(ObjectKey key, String version) {
        try {
            HeadObjectResponse facts = client.headObject(
                    requests.head(key).toBuilder().versionId(version).build());
            boolean legalHold = facts.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
            return legalHold
                    || Optional.ofNullable(facts.objectLockRetainUntilDate())
                            .filter(clock.instant()::isBefore)
                            .isPresent();
        } catch (S3Exception e) {
            return false; // then only the refusal's own words are left to go by
        }
    }

    /** MinIO and versitygw have no code of their own for it, and the lock's fields take a permission. */
    private static boolean saysLocked(S3Exception e) {
        String said = S3Errors.reason(e);
        return said.contains("WORM protected") || said.contains("object lock");
    }
}
