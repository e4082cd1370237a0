package dev.perigee.sink.gcs;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BlobWriteSession;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageClass;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.call.Uninterruptible;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Brings one body to the store, in chunks of one resumable upload.
 *
 * <p>The upload is closed only after the last byte, for closing is what makes the object: an upload that fails is dropped
 * unclosed, and the store forgets it after a week.
 *
 * @param storage the client
 * @param config how objects are kept
 * @param clock the time that locks count from
 */
record GcsUpload(Storage storage, GcsSinkConfig config, InstantSource clock) {

    private static final int BUFFER = 256 * 1024;
    private static final long RESULT_SECONDS = 300;

    Instant put(BlobId id, CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        String promised = crc32c(body);
        BlobInfo wanted = wanted(id, options, promised);
        BlobWriteOption[] how = how();
        BlobWriteSession session = Uninterruptible.call(() -> storage.blobWriteSession(wanted, how));
        WritableByteChannel channel = Uninterruptible.call(session::open);
        send(body, channel);
        commit.make();
        BlobInfo stored = Uninterruptible.call(() -> {
            channel.close();
            return session.getResult().get(RESULT_SECONDS, TimeUnit.SECONDS);
        });
        requireStored(body, promised, stored);
        return stored.getUpdateTimeOffsetDateTime().toInstant();
    }

    /** As the store writes it, big-endian in base64; refuses a body whose bytes aren't those it has promised. */
    private static String crc32c(CheckedBody body) throws IOException {
        CRC32C crc = new CRC32C();
        MessageDigest whole = Sha256.digester();
        body.whole().digestInto(crc::update, whole::update);
        body.requireDigest(whole);
        byte[] value = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(value);
    }

    private BlobInfo wanted(BlobId id, PutOptions options, String promised) {
        BlobInfo.Builder info = BlobInfo.newBuilder(id)
                .setContentType("application/octet-stream")
                .setCrc32c(promised);
        config.storageClass().ifPresent(word -> info.setStorageClass(StorageClass.valueOf(word)));
        config.lock()
                .flatMap(lock -> lock.hold(clock.instant(), options.retainUntil()))
                .map(GcsRetention::of)
                .ifPresent(info::setRetention);
        return info.build();
    }

    /** The store refuses the last chunk when the bytes don't have the CRC32C that came with the first. */
    private BlobWriteOption[] how() {
        Stream<BlobWriteOption> check = Stream.of(BlobWriteOption.crc32cMatch());
        return Stream.concat(check, config.kmsKey().map(BlobWriteOption::kmsKeyName).stream())
                .toArray(BlobWriteOption[]::new);
    }

    private static void send(CheckedBody body, WritableByteChannel channel) throws Exception {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = body.whole().open(new CommitPoint())) {
            for (int n = in.readNBytes(buffer, 0, BUFFER); n > 0; n = in.readNBytes(buffer, 0, BUFFER)) {
                ByteBuffer piece = ByteBuffer.wrap(buffer, 0, n);
                Uninterruptible.call(() -> {
                    while (piece.hasRemaining()) {
                        channel.write(piece);
                    }
                    return true;
                });
            }
        }
    }

    /** Also where the store didn't check: an object that isn't what was sent must not stay. */
    private void requireStored(CheckedBody body, String promised, BlobInfo stored) throws Exception {
        long length = body.body().length();
        if (!promised.equals(stored.getCrc32c()) || !Objects.equals(stored.getSize(), length)) {
            Uninterruptible.call(() -> storage.delete(stored.getBlobId()));
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    body.key(),
                    "put of '" + body.key() + "': sent were " + length + " bytes with CRC32C " + promised
                            + ", the store has " + stored.getSize() + " with " + stored.getCrc32c()
                            + "; they were removed");
        }
    }
}
