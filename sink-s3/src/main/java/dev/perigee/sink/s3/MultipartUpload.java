package dev.perigee.sink.s3;

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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends one body in parts, several at a time, and makes them one object at the end; or takes them all back.
 *
 * <p>While parts travel, the next ones are digested, and so is the body as a whole: the object comes into being only when
 * its bytes are the promised ones.
 */
final class MultipartUpload {

    private static final System.Logger LOG = System.getLogger(MultipartUpload.class.getName());

    private final S3Client client;
    private final S3SinkConfig config;
    private final S3Requests requests;
    private final ObjectKey key;
    private final Body body;

    /** Whether the answers have yet to say that the store encrypts. */
    private volatile boolean encryptionOpen;

    MultipartUpload(S3Client client, S3SinkConfig config, S3Requests requests, ObjectKey key, Body body) {
        this.client = client;
        this.config = config;
        this.requests = requests;
        this.key = key;
        this.body = body;
        this.encryptionOpen = config.storing().encryption().isPresent();
    }

    /** On an interrupt between beginning and end everything is taken back; those two themselves are waited for. */
    CompleteMultipartUploadResponse run(PutOptions options, CommitPoint commit) throws Exception {
        commit.make();
        String id = begin(options);
        commit.withdraw();
        try {
            List<CompletedPart> parts = sendParts(id);
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

    private String begin(PutOptions options) throws SinkException {
        CreateMultipartUploadRequest request = requests.create(key, options);
        CreateMultipartUploadResponse answer = client.createMultipartUpload(request);
        String id = answer.uploadId();
        if (id == null) {
            throw PartChecksum.noStore(key);
        }
        seeEncryption(answer.serverSideEncryptionAsString(), answer.sseCustomerAlgorithm());
        return id;
    }

    /** AWS says it when the upload begins, MinIO with each part. */
    private boolean seeEncryption(@Nullable String byTheStore, @Nullable String byOurKey) {
        boolean said = byTheStore != null || byOurKey != null;
        if (said) {
            encryptionOpen = false;
        }
        return said;
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
    private List<CompletedPart> sendParts(String id) throws Exception {
        MessageDigest whole = Sha256.digester();
        Semaphore free = new Semaphore(config.transfer().parallelParts());
        List<Future<CompletedPart>> sent = new ArrayList<>();
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

    private Future<CompletedPart> startPart(
            ExecutorService threads, Semaphore free, String id, int number, long at, long size, MessageDigest whole)
            throws IOException {
        long length = Math.min(size, body.length() - at);
        BodyRange range = new CheckedBody(key, body).range(at, length);
        PartChecksum checksum = PartChecksum.over(config.storing().checksum(), range, whole);
        return threads.submit(() -> {
            try {
                return sendPart(id, number, range, checksum);
            } finally {
                free.release();
            }
        });
    }

    private CompletedPart sendPart(String id, int number, BodyRange range, PartChecksum checksum) throws IOException {
        UploadPartResponse answer;
        try (RangeContent sent = new RangeContent(range, new CommitPoint())) {
            RequestBody content = RequestBody.fromContentProvider(sent, range.length(), "application/octet-stream");
            answer = client.uploadPart(requests.part(key, id, number, checksum), content);
        }
        boolean encrypted = seeEncryption(answer.serverSideEncryptionAsString(), answer.sseCustomerAlgorithm());
        requireEncryption();
        checksum.confirm(
                key,
                range,
                Optional.ofNullable(answer.checksumSHA256()),
                Optional.ofNullable(answer.eTag()),
                encrypted);
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumSHA256(checksum.sha256().orElse(null))
                .build();
    }

    private static void requireNoFailure(List<Future<CompletedPart>> sent) throws Exception {
        for (Future<CompletedPart> part : sent) {
            if (part.state() == Future.State.FAILED) {
                throw asException(part.exceptionNow());
            }
        }
    }

    private static List<CompletedPart> collect(List<Future<CompletedPart>> sent) throws Exception {
        List<CompletedPart> parts = new ArrayList<>();
        for (Future<CompletedPart> part : sent) {
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

    private CompleteMultipartUploadResponse complete(String id, List<CompletedPart> parts) throws SinkException {
        CompleteMultipartUploadResponse answer = client.completeMultipartUpload(requests.complete(key, id, parts));
        if (answer.eTag() == null) {
            throw PartChecksum.noStore(key);
        }
        return answer;
    }

    /** Marks the failure when its parts can't be taken back, so that its message can say what to do about them. */
    private void abortAfter(String id, Exception failure) {
        try {
            abort(id);
        } catch (SdkException e) {
            LeftBehind parts = LeftBehind.parts(S3Errors.reason(e));
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "put of '" + key + "' in " + config.place() + ": " + parts.getMessage() + ": "
                            + parts.advice());
            failure.addSuppressed(parts);
        }
    }

    private void abort(String id) {
        try {
            client.abortMultipartUpload(request ->
                    request.bucket(config.bucket()).key(requests.name(key)).uploadId(id));
        } catch (NoSuchUploadException e) {
            LOG.log(System.Logger.Level.DEBUG, "upload {0} of {1} is already gone", id, key);
        }
    }
}
