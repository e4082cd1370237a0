package dev.perigee.sink.minio;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.s3.PartChecksum;
import dev.perigee.sink.kit.words.LeftBehind;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.CreateMultipartUploadResponse;
import io.minio.Http;
import io.minio.StatObjectArgs;
import io.minio.messages.Part;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * Sends one body in parts, several at a time, and makes them one object at the end; or takes them all back.
 *
 * <p>While parts travel, the next ones are digested, and so is the body as a whole: the object comes into being only when
 * its bytes are the promised ones.
 */
final class MultipartUpload {

    private static final System.Logger LOG = System.getLogger(MultipartUpload.class.getName());

    private final StreamingClient client;
    private final Calls calls;
    private final MinioSinkConfig config;
    private final MinioHeaders headers;
    private final ObjectKey key;
    private final Body body;
    private final String name;

    /** Whether the answers have yet to say that the store encrypts. */
    private volatile boolean encryptionOpen;

    MultipartUpload(
            StreamingClient client,
            Calls calls,
            MinioSinkConfig config,
            MinioHeaders headers,
            ObjectKey key,
            Body body) {
        this.client = client;
        this.calls = calls;
        this.config = config;
        this.headers = headers;
        this.key = key;
        this.body = body;
        this.name = config.keyPrefix() + key;
        this.encryptionOpen = config.storing().encryption().isPresent();
    }

    /** On an interrupt between beginning and end everything is taken back; those two themselves are waited for. */
    Headers run(PutOptions options, CommitPoint commit) throws Exception {
        commit.make();
        String id = begin(options);
        commit.withdraw();
        try {
            List<Part> parts = sendParts(id);
            commit.make();
            return complete(id, parts);
        } catch (Exception e) {
            boolean interrupted = Thread.interrupted();
            abortAfter(id, e);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    private String begin(PutOptions options) throws Exception {
        CreateMultipartUploadArgs args = CreateMultipartUploadArgs.builder()
                .bucket(config.bucket())
                .object(name)
                .headers(headers.beginParts(options))
                .build();
        CreateMultipartUploadResponse answer = calls.await(() -> client.createMultipartUpload(args));
        String id = Optional.ofNullable(answer.result().uploadId()).orElseThrow(() -> PartChecksum.noStore(key));
        seeEncryption(answer.headers());
        return id;
    }

    /** AWS says it when the upload begins, MinIO with each part. */
    private void seeEncryption(Headers answer) {
        if (MinioHeaders.encrypts(answer)) {
            encryptionOpen = false;
        }
    }

    private void requireEncryption() throws SinkException {
        if (encryptionOpen) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.of(key),
                    "put of '" + key + "': the server takes the wish for encryption and does not encrypt",
                    Optional.of("take out encryption.type, or use a server that has it"),
                    Optional.empty());
        }
    }

    /** The first failure ends all parts, and only once all have ended may the upload be aborted. */
    private List<Part> sendParts(String id) throws Exception {
        MessageDigest whole = Sha256.digester();
        Semaphore free = new Semaphore(config.transfer().parallelParts());
        List<Future<Part>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                long size = config.transfer().partSizeFor(body.length());
                for (long at = 0; at < body.length(); at += size) {
                    free.acquire();
                    requireNoFailure(sent);
                    sent.add(startPart(threads, free, id, sent.size() + 1, at, size, whole));
                }
                new CheckedBody(key, body).requireDigest(whole);
                return collect(sent);
            } catch (Exception e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private Future<Part> startPart(
            ExecutorService threads, Semaphore free, String id, int number, long at, long size, MessageDigest whole)
            throws IOException {
        BodyRange range = new CheckedBody(key, body).range(at, Math.min(size, body.length() - at));
        PartChecksum checksum = PartChecksum.over(config.storing().checksum(), range, whole);
        return threads.submit(() -> {
            try {
                return sendPart(id, number, range, checksum);
            } finally {
                free.release();
            }
        });
    }

    private Part sendPart(String id, int number, BodyRange range, PartChecksum checksum) throws Exception {
        StatObjectArgs to =
                StatObjectArgs.builder().bucket(config.bucket()).object(name).build();
        Http.QueryParameters which =
                new Http.QueryParameters("partNumber", Integer.toString(number), Http.UPLOAD_ID, id);
        Response answer = calls.await(
                () -> client.put(to, headers.goOn(), which, new RangeContent(range, new CommitPoint()), checksum));
        seeEncryption(answer.headers());
        requireEncryption();
        MinioHeaders.confirm(checksum, key, range, answer.headers());
        String etag =
                Objects.requireNonNull(answer.header("ETag"), "confirmed above").replace("\"", "");
        return new Part(number, etag, null, null, null, null, checksum.sha256().orElse(null));
    }

    private static void requireNoFailure(List<Future<Part>> sent) throws Exception {
        for (Future<Part> part : sent) {
            if (part.state() == Future.State.FAILED) {
                throw asException(part.exceptionNow());
            }
        }
    }

    private static List<Part> collect(List<Future<Part>> sent) throws Exception {
        List<Part> parts = new ArrayList<>();
        for (Future<Part> part : sent) {
            try {
                parts.add(part.get());
            } catch (ExecutionException e) {
                throw asException(Objects.requireNonNullElse(e.getCause(), e));
            }
        }
        return parts;
    }

    private static Exception asException(Throwable thrown) {
        return thrown instanceof Exception e ? e : new ExecutionException(thrown);
    }

    private Headers complete(String id, List<Part> parts) throws Exception {
        CompleteMultipartUploadArgs args = CompleteMultipartUploadArgs.builder()
                .bucket(config.bucket())
                .object(name)
                .uploadId(id)
                .parts(parts.toArray(Part[]::new))
                .extraHeaders(headers.goOn())
                .maxRetries(0)
                .build();
        return calls.await(() -> client.completeMultipartUpload(args)).headers();
    }

    /** Marks the failure when its parts can't be taken back, so that its message can say what to do about them. */
    private void abortAfter(String id, Exception failure) {
        try {
            abort(id);
        } catch (Exception e) {
            LeftBehind parts = LeftBehind.parts(MinioErrors.reason(e));
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "put of '" + key + "' in " + config.place() + ": " + parts.getMessage() + ": "
                            + parts.advice());
            failure.addSuppressed(parts);
        }
    }

    private void abort(String id) throws Exception {
        AbortMultipartUploadArgs args = AbortMultipartUploadArgs.builder()
                .bucket(config.bucket())
                .object(name)
                .uploadId(id)
                .build();
        try {
            calls.await(() -> client.abortMultipartUpload(args));
        } catch (Exception e) {
            if (!MinioErrors.code(e).equals(Optional.of("NoSuchUpload"))) {
                throw e;
            }
        }
    }
}
