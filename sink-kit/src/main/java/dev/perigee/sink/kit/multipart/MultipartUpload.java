package dev.perigee.sink.kit.multipart;

import dev.perigee.api.Sha256;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.words.LeftBehind;
import java.security.MessageDigest;
import java.util.List;

/**
 * Sends a body in parts, several at a time, and makes them one object at the end; or takes them all back.
 *
 * <p>While parts travel, the next ones are digested, and so is the body as a whole: the object comes into being only when
 * its bytes are the promised ones.
 *
 * @param sizes how it is cut
 * @param checksum what guards each part
 * @param place the bucket and its server, as messages name them
 */
public record MultipartUpload(PartSizes sizes, PartChecksum.Use checksum, String place) {

    private static final System.Logger LOG = System.getLogger(MultipartUpload.class.getName());

    /**
     * Sends it. On an interrupt between beginning and end everything is taken back; those two themselves are waited for.
     *
     * @param <P> what the store has to be told of a part
     * @param <R> what it answers at the end
     * @param body of one byte at least
     * @param store takes the parts
     * @param commit made while breaking off would leave the outcome unknown
     * @return the store's answer
     * @throws Exception DAMAGED if the body isn't what it has promised, or what the store threw; with a {@link LeftBehind}
     *     suppressed if parts stay
     */
    public <P, R> R send(CheckedBody body, PartStore<P, R> store, CommitPoint commit) throws Exception {
        commit.make();
        String upload = store.begin();
        commit.withdraw();
        try {
            List<P> parts = parts(body, store, upload);
            commit.make();
            return store.complete(upload, parts);
        } catch (Exception e) {
            boolean interrupted = Thread.interrupted();
            abortAfter(e, body, store, upload);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    private <P> List<P> parts(CheckedBody body, PartStore<P, ?> store, String upload) throws Exception {
        MessageDigest whole = Sha256.digester();
        long length = body.body().length();
        long size = sizes.partSizeFor(length);
        try (PartsUnderWay<P> sent = new PartsUnderWay<>(sizes.parallelParts())) {
            for (long at = 0; at < length; at += size) {
                BodyRange range = body.range(at, Math.min(size, length - at));
                int number = Math.toIntExact(at / size) + 1;
                sent.awaitTurn();
                PartChecksum sum = PartChecksum.over(checksum, range, whole);
                sent.start(() -> store.send(upload, number, range, sum));
            }
            body.requireDigest(whole);
            return sent.results();
        }
    }

    /** Marks the failure when its parts can't be taken back, so that its message can say what to do about them. */
    private void abortAfter(Exception failure, CheckedBody body, PartStore<?, ?> store, String upload)
            throws InterruptedException {
        try {
            store.abort(upload);
        } catch (LeftBehind parts) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "put of '" + body.key() + "' in " + place + ": " + parts.getMessage() + ": "
                            + parts.advice());
            failure.addSuppressed(parts);
        }
    }
}
