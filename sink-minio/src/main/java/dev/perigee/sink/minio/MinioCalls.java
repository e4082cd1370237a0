package dev.perigee.sink.minio;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.bucket.ObjectLock;
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
import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateBucketArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.CreateMultipartUploadResponse;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetObjectRetentionArgs;
import io.minio.HeadObjectArgs;
import io.minio.Http;
import io.minio.ListObjectVersionsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.ObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SetObjectRetentionArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.XmlParserException;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListVersionsResult;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import java.security.ProviderException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * S3's requests as minio-java makes them.
 *
 * <p>Its exceptions are never passed on as causes: their text holds the whole request, session token and all.
 */
final class MinioCalls implements S3Calls {

    private static final String CREDENTIALS =
            "set access-key and secret-key (or secret-key-file), or provide them by MINIO_ACCESS_KEY, AWS_ACCESS_KEY_ID,"
                    + " mc-alias, profile, web identity or instance";

    private final MinioSinkConfig config;
    private final String bucket;
    private final Calls calls = new Calls();
    private final StreamingClient client;

    /** Does no network I/O. */
    MinioCalls(MinioSinkConfig config) throws SinkException {
        this.config = config;
        this.bucket = config.common().place().bucket();
        this.client = MinioClients.open(config, calls);
    }

    private <B extends ObjectArgs.Builder<B, A>, A extends ObjectArgs> B of(B args, String name) {
        return args.bucket(bucket).object(name);
    }

    private static Http.Headers with(Map<String, String> headers) {
        Http.Headers all = new Http.Headers();
        headers.forEach(all::put);
        return all;
    }

    private static Answer answer(Headers headers) {
        return name -> Optional.ofNullable(headers.get(name));
    }

    @Override
    public Answer put(
            String name, BodyRange range, PartChecksum checksum, Map<String, String> headers, CommitPoint commit)
            throws Exception {
        return send(name, new Http.QueryParameters(), new RangeContent(range, commit), checksum, headers);
    }

    @Override
    public Answer send(
            String name, String upload, int number, BodyRange range, PartChecksum checksum, Map<String, String> headers)
            throws Exception {
        Http.QueryParameters which =
                new Http.QueryParameters("partNumber", Integer.toString(number), Http.UPLOAD_ID, upload);
        return send(name, which, new RangeContent(range, new CommitPoint()), checksum, headers);
    }

    private Answer send(
            String name,
            Http.QueryParameters query,
            RangeContent content,
            PartChecksum checksum,
            Map<String, String> headers)
            throws Exception {
        StatObjectArgs to = of(StatObjectArgs.builder(), name).build();
        Response answer = calls.await(() -> client.put(to, with(headers), query, content, checksum));
        return answer(answer.headers());
    }

    @Override
    public Begun begin(String name, Map<String, String> headers) throws Exception {
        CreateMultipartUploadArgs args = of(CreateMultipartUploadArgs.builder(), name)
                .headers(with(headers))
                .build();
        CreateMultipartUploadResponse answer = calls.await(() -> client.createMultipartUpload(args));
        return new Begun(Optional.ofNullable(answer.result().uploadId()), answer(answer.headers()));
    }

    @Override
    public Optional<Answer> complete(String name, String upload, List<Part> parts, Map<String, String> headers)
            throws Exception {
        CompleteMultipartUploadArgs args = of(CompleteMultipartUploadArgs.builder(), name)
                .uploadId(upload)
                .parts(parts.stream().map(MinioCalls::completed).toArray(io.minio.messages.Part[]::new))
                .extraHeaders(with(headers))
                .maxRetries(0)
                .build();
        return Optional.of(
                answer(calls.await(() -> client.completeMultipartUpload(args)).headers()));
    }

    private static io.minio.messages.Part completed(Part part) {
        String etag = part.etag().replace("\"", "");
        return new io.minio.messages.Part(
                part.number(), etag, null, null, null, null, part.sha256().orElse(null));
    }

    @Override
    public void abort(String name, String upload) throws Exception {
        AbortMultipartUploadArgs args =
                of(AbortMultipartUploadArgs.builder(), name).uploadId(upload).build();
        calls.await(() -> client.abortMultipartUpload(args));
    }

    @Override
    public Opened get(String name, long offset, Map<String, String> headers) throws Exception {
        GetObjectArgs.Builder args = of(GetObjectArgs.builder(), name).extraHeaders(with(headers));
        if (offset > 0) {
            args.offset(offset);
        }
        Calls.Answered<GetObjectResponse> answer = calls.answer(() -> client.getObject(args.build()));
        return new Opened(
                answer(answer.result().headers()),
                answer.result(),
                () -> answer.calls().forEach(Call::cancel));
    }

    @Override
    public Answer head(String name, Optional<String> version, Map<String, String> headers) throws Exception {
        HeadObjectArgs args = of(HeadObjectArgs.builder(), name)
                .versionId(version.orElse(null))
                .extraHeaders(with(headers))
                .build();
        return answer(calls.await(() -> client.headObject(args)).headers());
    }

    @Override
    public Answer delete(String name, Optional<String> version) throws Exception {
        RemoveObjectArgs args = of(RemoveObjectArgs.builder(), name)
                .versionId(version.orElse(null))
                .build();
        return answer(calls.await(() -> client.delete(args)).headers());
    }

    @Override
    public Optional<ObjectLock.Hold<LockMode>> held(String name) throws Exception {
        GetObjectRetentionArgs args = of(GetObjectRetentionArgs.builder(), name).build();
        Retention found = calls.await(() -> client.getObjectRetention(args));
        return Optional.ofNullable(found)
                .filter(lock -> lock.retainUntilDate() != null)
                .map(lock -> new ObjectLock.Hold<>(
                        lock.mode() == RetentionMode.GOVERNANCE ? LockMode.GOVERNANCE : LockMode.COMPLIANCE,
                        lock.retainUntilDate().toInstant()));
    }

    @Override
    public void hold(String name, ObjectLock.Hold<LockMode> hold) throws Exception {
        Retention lock = new Retention(
                RetentionMode.valueOf(hold.mode().name()), hold.until().atZone(ZoneOffset.UTC));
        SetObjectRetentionArgs args = of(SetObjectRetentionArgs.builder(), name)
                .config(lock)
                .bypassGovernanceMode(false)
                .build();
        calls.await(() -> client.setObjectRetention(args));
    }

    @Override
    public AscendingPages.Page list(String prefix, String after, int limit) throws Exception {
        ListObjectsV2Args.Builder args = ListObjectsV2Args.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType("url")
                .maxKeys(limit);
        if (!after.isEmpty()) {
            args.startAfter(after);
        }
        ListBucketResultV2 answer =
                calls.await(() -> client.listObjectsV2(args.build())).result();
        if (answer.name() == null) {
            throw S3Bucket.noListing();
        }
        return new AscendingPages.Page(
                answer.contents().stream().map(object -> entry(object, answer)).toList(), answer.isTruncated());
    }

    private static AscendingPages.Entry entry(Item object, ListBucketResultV2 within) {
        object.setEncodingType(within.encodingType());
        return AscendingPages.Entry.said(
                object.objectName(),
                object.size(),
                Optional.ofNullable(object.lastModified()).map(ZonedDateTime::toInstant));
    }

    @Override
    public VersionPages.Page versions(String name, Optional<VersionPages.Marker> from) throws Exception {
        ListObjectVersionsArgs.Builder args =
                ListObjectVersionsArgs.builder().bucket(bucket).prefix(name).maxKeys(1000);
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

    private static Optional<VersionPages.Marker> next(ListVersionsResult answer) {
        return Optional.ofNullable(answer.nextKeyMarker())
                .map(key -> new VersionPages.Marker(key, Objects.requireNonNullElse(answer.nextVersionIdMarker(), "")));
    }

    /** In the server's default region, some servers refuse to be told which. */
    @Override
    public void createBucket(boolean locks) throws Exception {
        if (config.common().region().equals(Http.US_EAST_1)) {
            Http.Headers how =
                    locks ? new Http.Headers("X-Amz-Bucket-Object-Lock-Enabled", "true") : new Http.Headers();
            BucketExistsArgs which = BucketExistsArgs.builder().bucket(bucket).build();
            calls.await(() -> client.makeBucket(which, how));
        } else {
            CreateBucketArgs args =
                    CreateBucketArgs.builder().bucket(bucket).objectLock(locks).build();
            calls.await(() -> client.createBucket(args));
        }
    }

    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        if (thrown instanceof ErrorResponseException e) {
            return Optional.of(new Refusal(
                    e.response().code(),
                    Optional.ofNullable(e.errorResponse().code()),
                    Objects.requireNonNullElse(e.errorResponse().message(), ""),
                    Optional.ofNullable(e.response().header("Retry-After")),
                    Optional.ofNullable(e.response().header("x-amz-bucket-region")),
                    Optional.empty()));
        }
        return thrown instanceof BareAnswer bare
                ? Optional.of(Refusal.of(bare.status(), Optional.empty(), "", bare.retryAfter()))
                : Optional.empty();
    }

    @Override
    public SinkException explain(Attempt attempt, Throwable thrown) {
        return switch (thrown) {
            case ProviderException e ->
                attempt.failed(
                        Kind.DENIED, "no credentials: " + e.getMessage(), Optional.of(CREDENTIALS), Optional.empty());
            case XmlParserException e ->
                attempt.failed(
                        Kind.INVALID,
                        "the answer is none of an S3 server's",
                        Optional.of("check the endpoint: a web console or a proxy may listen there"),
                        Optional.empty());
            case IllegalArgumentException e ->
                attempt.failed(
                        Kind.INVALID,
                        "minio-java takes none of it: " + e.getMessage(),
                        Optional.of("check bucket, region and endpoint"),
                        Optional.of(e));
            default -> Attempt.innermost(thrown).map(attempt::unanswered).orElseGet(() -> unknown(attempt, thrown));
        };
    }

    private static SinkException unknown(Attempt attempt, Throwable thrown) {
        return thrown instanceof MinioException
                ? attempt.failed(Kind.OTHER, String.valueOf(thrown.getMessage()), Optional.empty(), Optional.empty())
                : attempt.failed(Kind.OTHER, String.valueOf(thrown), Optional.empty(), Optional.of(thrown));
    }

    @Override
    public void close() {
        client.close();
    }
}
