package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.sink.kit.s3.ObjectVersion;
import dev.perigee.sink.kit.s3.VersionPages;
import dev.perigee.sink.kit.s3.VersionPages.Marker;
import dev.perigee.sink.kit.words.OldVersions;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.ListObjectVersionsArgs;
import io.minio.RemoveObjectArgs;
import io.minio.messages.Item;
import io.minio.messages.ListVersionsResult;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes objects, in the way that the settings ask for. */
final class MinioRemoval {

    private final StreamingClient client;
    private final Calls calls;
    private final MinioSinkConfig config;
    private final MinioHeaders headers;
    private final MinioErrors errors;
    private final InstantSource clock;

    MinioRemoval(
            StreamingClient client,
            Calls calls,
            MinioSinkConfig config,
            MinioHeaders headers,
            MinioErrors errors,
            InstantSource clock) {
        this.client = client;
        this.calls = calls;
        this.config = config;
        this.headers = headers;
        this.errors = errors;
        this.clock = clock;
    }

    /** Absent is what was wanted; any other 404 speaks of the bucket or of us. */
    void delete(ObjectKey key) throws Exception {
        try {
            if (config.removal() == MinioSinkConfig.Removal.ALL_VERSIONS) {
                deleteVersions(key);
            } else {
                deleteCurrent(key);
            }
        } catch (Exception e) {
            Optional<String> code = MinioErrors.code(e);
            boolean noBucketYet = config.createBucket() && code.equals(Optional.of("NoSuchBucket"));
            if (!noBucketYet && !code.equals(Optional.of("NoSuchKey"))) {
                throw e;
            }
        }
    }

    private void deleteCurrent(ObjectKey key) throws Exception {
        boolean hidden = calls.await(() -> client.hide(which(key).build()));
        if (hidden) {
            OldVersions.stayIn(config.place());
        }
    }

    private RemoveObjectArgs.Builder which(ObjectKey key) {
        return RemoveObjectArgs.builder().bucket(config.bucket()).object(config.keyPrefix() + key);
    }

    /** Oldest first: were the newest to go first, an older one would come to light in between. */
    private void deleteVersions(ObjectKey key) throws Exception {
        String name = config.keyPrefix() + key;
        List<String> versions = VersionPages.newestFirst(name, from -> versions(name, from));
        Collections.reverse(versions);
        for (String version : versions) {
            deleteVersion(key, version);
        }
    }

    private void deleteVersion(ObjectKey key, String version) throws Exception {
        try {
            calls.await(() -> client.removeObject(which(key).versionId(version).build()));
        } catch (Exception e) {
            if (MinioErrors.code(e).isPresent() && (isHeld(key, version) || saysLocked(e))) {
                throw errors.held(key, e);
            }
            throw e;
        }
    }

    private VersionPages.Page versions(String name, Optional<Marker> from) throws Exception {
        ListObjectVersionsArgs.Builder args = ListObjectVersionsArgs.builder()
                .bucket(config.bucket())
                .prefix(name)
                .maxKeys(1000);
        from.ifPresent(at -> args.keyMarker(at.key()).versionIdMarker(at.version()));
        ListVersionsResult answer =
                calls.await(() -> client.listObjectVersions(args.build())).result();
        List<ObjectVersion> versions = Stream.<Item>concat(answer.contents().stream(), answer.deleteMarkers().stream())
                .filter(version -> version.objectName().equals(name))
                .map(version -> new ObjectVersion(
                        version.versionId(), version.lastModified().toInstant(), version.isLatest()))
                .toList();
        return new VersionPages.Page(versions, answer.isTruncated() ? next(answer) : Optional.empty());
    }

    private static Optional<Marker> next(ListVersionsResult answer) {
        return Optional.ofNullable(answer.nextKeyMarker())
                .map(key -> new Marker(key, Objects.requireNonNullElse(answer.nextVersionIdMarker(), "")));
    }

    /** The lock's own fields, where we may read them. */
    private boolean isHeld(ObjectKey key, String version) throws InterruptedException {
        HeadObjectArgs args = HeadObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .versionId(version)
                .extraHeaders(headers.goOn())
                .build();
        try {
            HeadObjectResponse facts = calls.await(() -> client.headObject(args));
            boolean legalHold =
                    facts.lockLegalHold() != null && facts.lockLegalHold().status();
            return legalHold
                    || Optional.ofNullable(facts.lockRetainUntilDate())
                            .map(ZonedDateTime::toInstant)
                            .filter(clock.instant()::isBefore)
                            .isPresent();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // then only the refusal's own words are left to go by
        }
    }

    /** MinIO and versitygw have no code of their own for it, and the lock's fields take a permission. */
    private static boolean saysLocked(Exception e) {
        String said = MinioErrors.reason(e);
        return said.contains("WORM protected") || said.contains("object lock");
    }
}
