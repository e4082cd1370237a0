package dev.perigee.sink.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.Closing;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.s3.ObjectOptions.LockMode;
import dev.perigee.sink.kit.s3.ObjectVersion;
import dev.perigee.sink.kit.s3.S3Bucket;
import dev.perigee.sink.kit.s3.S3Calls;
import dev.perigee.sink.kit.s3.VersionPages;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** S3's requests as the AWS SDK makes them. */
final class AwsCalls implements S3Calls {

    private static final System.Logger LOG = System.getLogger(AwsCalls.class.getName());

    private static final String BINARY = "application/octet-stream";

    private final S3SinkConfig config;
    private final String bucket;
    private final AwsCredentialsProvider login;
    private final S3Client client;
    private final AtomicBoolean clockIsRight = new AtomicBoolean(true);

    /** Does no network I/O. */
    AwsCalls(S3SinkConfig config) throws SinkException {
        this.config = config;
        this.bucket = config.common().place().bucket();
        this.login = S3Clients.login(config);
        this.client = S3Clients.open(config, login);
    }

    /** The SDK learns the store's time from the refusal, so that the same call then passes. */
    private <T> T ask(Supplier<T> request) throws SinkException {
        requireLogin();
        try {
            return request.get();
        } catch (AwsServiceException e) {
            if (!e.isClockSkewException()) {
                throw e;
            }
            if (clockIsRight.compareAndSet(true, false)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "this machine's clock is off from that of "
                                + config.common().place() + ": set it right");
            }
            return request.get();
        }
    }

    /** No credentials to be had, which the SDK tells by a plain exception. */
    private void requireLogin() throws SinkException {
        try {
            login.resolveCredentials();
        } catch (SdkException e) {
            throw new SinkException(
                    Kind.DENIED,
                    Optional.empty(),
                    "no credentials: " + e.getMessage(),
                    Optional.of("set access-key and secret-key (or secret-key-file), or provide them to the AWS chain:"
                            + " environment, profile, web identity, container or instance"),
                    Optional.of(e));
        }
    }

    private static AwsRequestOverrideConfiguration with(Map<String, String> headers) {
        AwsRequestOverrideConfiguration.Builder more = AwsRequestOverrideConfiguration.builder();
        headers.forEach(more::putHeader);
        return more.build();
    }

    private static Answer answer(SdkResponse response) {
        return name -> response.sdkHttpResponse().firstMatchingHeader(name);
    }

    @Override
    public Answer put(
            String name, BodyRange range, PartChecksum checksum, Map<String, String> headers, CommitPoint commit)
            throws Exception {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(name)
                .checksumSHA256(checksum.sha256().orElse(null))
                .contentMD5(checksum.contentMd5().orElse(null))
                .overrideConfiguration(with(headers))
                .build();
        try (RangeContent sent = new RangeContent(range, commit)) {
            RequestBody body = RequestBody.fromContentProvider(sent, range.length(), BINARY);
            return answer(ask(() -> client.putObject(request, body)));
        }
    }

    @Override
    public Begun begin(String name, Map<String, String> headers) throws Exception {
        CreateMultipartUploadResponse answer = ask(() -> client.createMultipartUpload(
                request -> request.bucket(bucket).key(name).overrideConfiguration(with(headers))));
        return new Begun(Optional.ofNullable(answer.uploadId()), answer(answer));
    }

    @Override
    public Answer send(
            String name, String upload, int number, BodyRange range, PartChecksum checksum, Map<String, String> headers)
            throws Exception {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(bucket)
                .key(name)
                .uploadId(upload)
                .partNumber(number)
                .checksumSHA256(checksum.sha256().orElse(null))
                .contentMD5(checksum.contentMd5().orElse(null))
                .overrideConfiguration(with(headers))
                .build();
        try (RangeContent sent = new RangeContent(range, new CommitPoint())) {
            RequestBody body = RequestBody.fromContentProvider(sent, range.length(), BINARY);
            return answer(ask(() -> client.uploadPart(request, body)));
        }
    }

    @Override
    public Optional<Answer> complete(String name, String upload, List<Part> parts, Map<String, String> headers)
            throws Exception {
        List<CompletedPart> completed = parts.stream().map(AwsCalls::completed).toList();
        var answer = ask(() -> client.completeMultipartUpload(request -> request.bucket(bucket)
                .key(name)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(completed))
                .overrideConfiguration(with(headers))));
        return Optional.ofNullable(answer.eTag()).map(etag -> answer(answer));
    }

    private static CompletedPart completed(Part part) {
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(part.etag())
                .checksumSHA256(part.sha256().orElse(null))
                .build();
    }

    @Override
    public void abort(String name, String upload) throws Exception {
        ask(() -> client.abortMultipartUpload(
                request -> request.bucket(bucket).key(name).uploadId(upload)));
    }

    @Override
    public Opened get(String name, long offset, Map<String, String> headers) throws Exception {
        ResponseInputStream<GetObjectResponse> in = ask(() -> client.getObject(request -> {
            request.bucket(bucket).key(name).overrideConfiguration(with(headers));
            if (offset > 0) {
                request.range("bytes=" + offset + "-");
            }
        }));
        return new Opened(answer(in.response()), in, in::abort);
    }

    @Override
    public Answer head(String name, Optional<String> version, Map<String, String> headers) throws Exception {
        return answer(ask(() -> client.headObject(request -> {
            request.bucket(bucket).key(name).overrideConfiguration(with(headers));
            version.ifPresent(request::versionId);
        })));
    }

    @Override
    public Answer delete(String name, Optional<String> version) throws Exception {
        return answer(ask(() -> client.deleteObject(request -> {
            request.bucket(bucket).key(name);
            version.ifPresent(request::versionId);
        })));
    }

    /** A word that this SDK doesn't know counts as the strongest. */
    @Override
    public Optional<ObjectLock.Hold<LockMode>> held(String name) throws Exception {
        ObjectLockRetention found = ask(() -> client.getObjectRetention(
                        request -> request.bucket(bucket).key(name)))
                .retention();
        return Optional.ofNullable(found)
                .filter(lock -> lock.retainUntilDate() != null)
                .map(lock -> new ObjectLock.Hold<>(
                        lock.mode() == ObjectLockRetentionMode.GOVERNANCE ? LockMode.GOVERNANCE : LockMode.COMPLIANCE,
                        lock.retainUntilDate()));
    }

    @Override
    public void hold(String name, ObjectLock.Hold<LockMode> hold) throws Exception {
        ask(() -> client.putObjectRetention(request -> request.bucket(bucket)
                .key(name)
                .retention(lock -> lock.mode(hold.mode().name()).retainUntilDate(hold.until()))));
    }

    @Override
    public AscendingPages.Page list(String prefix, String after, int limit) throws Exception {
        ListObjectsV2Response answer = ask(() -> client.listObjectsV2(request -> {
            request.bucket(bucket).prefix(prefix).maxKeys(limit);
            if (!after.isEmpty()) {
                request.startAfter(after);
            }
        }));
        boolean more = Optional.ofNullable(answer.isTruncated()).orElseThrow(S3Bucket::noListing);
        return new AscendingPages.Page(
                answer.contents().stream().map(AwsCalls::entry).toList(), more);
    }

    private static AscendingPages.Entry entry(S3Object object) {
        return AscendingPages.Entry.said(object.key(), object.size(), Optional.ofNullable(object.lastModified()));
    }

    @Override
    public VersionPages.Page versions(String name, Optional<VersionPages.Marker> from) throws Exception {
        ListObjectVersionsResponse answer = ask(() -> client.listObjectVersions(request -> {
            request.bucket(bucket).prefix(name);
            from.ifPresent(at -> request.keyMarker(at.key()).versionIdMarker(at.version()));
        }));
        Stream<ObjectVersion> versions = answer.versions().stream()
                .filter(version -> version.key().equals(name))
                .map(version -> new ObjectVersion(version.versionId(), version.lastModified(), version.isLatest()));
        Stream<ObjectVersion> markers = answer.deleteMarkers().stream()
                .filter(marker -> marker.key().equals(name))
                .map(marker -> new ObjectVersion(marker.versionId(), marker.lastModified(), marker.isLatest()));
        return new VersionPages.Page(
                Stream.concat(versions, markers).toList(),
                Boolean.TRUE.equals(answer.isTruncated()) ? next(answer) : Optional.empty());
    }

    private static Optional<VersionPages.Marker> next(ListObjectVersionsResponse answer) {
        return Optional.ofNullable(answer.nextKeyMarker())
                .map(key -> new VersionPages.Marker(key, Objects.requireNonNullElse(answer.nextVersionIdMarker(), "")));
    }

    @Override
    public void createBucket(boolean locks) throws Exception {
        ask(() -> client.createBucket(request -> {
            request.bucket(bucket).objectLockEnabledForBucket(locks);
            if (!config.common().region().equals("us-east-1")) {
                request.createBucketConfiguration(
                        where -> where.locationConstraint(config.common().region()));
            }
        }));
    }

    /** The code, unless the SDK has made it up: an answer without a body has none, whatever its class. */
    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        if (!(thrown instanceof AwsServiceException e)) {
            return Optional.empty();
        }
        var said = Optional.ofNullable(e.awsErrorDetails());
        var http = said.map(details -> details.sdkHttpResponse());
        return Optional.of(new Refusal(
                e.statusCode(),
                said.map(details -> details.errorCode()).filter(code -> !code.isBlank()),
                said.map(details -> details.errorMessage()).orElse(""),
                http.flatMap(answer -> answer.firstMatchingHeader("Retry-After")),
                http.flatMap(answer -> answer.firstMatchingHeader("x-amz-bucket-region")),
                Optional.of(e)));
    }

    @Override
    public SinkException explain(Attempt attempt, Throwable thrown) {
        return Attempt.innermost(thrown)
                .map(attempt::unanswered)
                .orElseGet(() -> attempt.failed(Kind.OTHER, thrown.toString(), Optional.empty(), Optional.of(thrown)));
    }

    @Override
    public void close() {
        client.close();
        if (login instanceof AutoCloseable closeable) {
            Closing.quietly("the credentials' source", closeable);
        }
    }
}
