package dev.perigee.sink.azure;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings one body to the store: at once, or in blocks of which a list makes the object in the end. Blocks that no list has
 * named are seen by nobody, and the store forgets them after a week.
 */
final class AzureUpload {

    private final BlobRequests requests;
    private final AzureSinkConfig config;
    private final InstantSource clock;

    AzureUpload(BlobRequests requests, AzureSinkConfig config, InstantSource clock) {
        this.requests = requests;
        this.config = config;
        this.clock = clock;
    }

    ObjectInfo put(ObjectKey key, Body body, PutOptions options, CommitPoint commit) throws IOException {
        Optional<Instant> until = config.lock().flatMap(lock -> lock.until(clock.instant(), options.retainUntil()));
        CheckedBody checked = new CheckedBody(key, body);
        Instant stored = body.length() <= config.partSize()
                ? whole(key, checked, until, commit)
                : inBlocks(key, checked, until, commit);
        return new ObjectInfo(key, body.length(), stored);
    }

    private Instant whole(ObjectKey key, CheckedBody body, Optional<Instant> until, CommitPoint commit)
            throws IOException {
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        body.whole().digestInto(List.of(md5, sha256));
        body.requireDigest(sha256);
        return requests.put(key, body.whole(), md5.digest(), until, commit);
    }

    private Instant inBlocks(ObjectKey key, CheckedBody body, Optional<Instant> until, CommitPoint commit)
            throws IOException {
        MessageDigest wholeMd5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        List<String> ids = new ArrayList<>();
        String upload = UUID.randomUUID().toString();
        long length = body.body().length();
        long size = config.partSizeFor(length);
        for (long offset = 0; offset < length; offset += size) {
            BodyRange block = body.range(offset, Math.min(size, length - offset));
            MessageDigest md5 = digest("MD5");
            block.digestInto(List.of(md5, wholeMd5, sha256));
            ids.add(BlobRequests.blockId(upload, ids.size()));
            requests.stage(key, ids.getLast(), block, md5.digest());
        }
        body.requireDigest(sha256);
        commit.make();
        return requests.commit(key, ids, wholeMd5.digest(), until);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
        }
    }
}
