package dev.perigee.sink.minio;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.call.InterruptibleCall;
import dev.perigee.sink.kit.s3.S3Operation;
import io.minio.BucketExistsArgs;
import io.minio.CreateBucketArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.HeadObjectArgs;
import io.minio.Http;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;

/** Keeps objects in a bucket of MinIO, or of another server that speaks S3. */
public final class MinioSink implements StorageSink {

    private static final System.Logger LOG = System.getLogger(MinioSink.class.getName());

    /** 10 000 parts of 5 GiB would be more, but S3 stops here. */
    private static final long LARGEST = 5L << 40;

    private final MinioSinkConfig config;
    private final Calls calls = new Calls();
    private final StreamingClient client;
    private final MinioHeaders headers;
    private final MinioErrors errors;
    private final MinioUpload upload;
    private final MinioListing listing;
    private final MinioRemoval removal;

    private MinioSink(MinioSinkConfig config, InstantSource clock) throws SinkException {
        this.config = config;
        this.client = MinioClients.open(config, calls);
        this.headers = new MinioHeaders(config.storing(), clock);
        this.errors = new MinioErrors(config.place());
        this.upload = new MinioUpload(client, calls, config, headers, clock);
        this.listing = new MinioListing(client, calls, config);
        this.removal = new MinioRemoval(client, calls, config, headers, errors, clock);
    }

    /**
     * Opens a sink. Does no network I/O.
     *
     * @param config where and how
     * @return the sink; the caller closes it
     * @throws SinkException INVALID if the client can't be set up
     */
    public static MinioSink open(MinioSinkConfig config) throws SinkException {
        return new MinioSink(config, InstantSource.system());
    }

    @Override
    public SinkCapabilities capabilities() {
        return new SinkCapabilities(
                OptionalLong.of(LARGEST), true, config.storing().lock().isPresent());
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        requirePossible(key, body, options);
        return call(S3Operation.PUT, Optional.of(key), commit -> {
            try {
                return upload.put(key, body, options, commit);
            } catch (Exception e) {
                if (!bucketIsYetToBeMade(e)) {
                    throw e;
                }
                createBucket(key);
                return upload.put(key, body, options, commit);
            }
        });
    }

    private void requirePossible(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (body.length() > LARGEST) {
            throw new SinkException(
                    SinkException.Kind.TOO_LARGE,
                    key,
                    "put of '" + key + "': it has " + body.length() + " bytes, S3 takes " + LARGEST);
        }
        if (options.retainUntil().isPresent() && config.storing().lock().isEmpty()) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.of(key),
                    "put of '" + key + "': it asks to be held, and this sink has no object lock",
                    Optional.of("set object-lock.mode, for a bucket made with object lock"),
                    Optional.empty());
        }
    }

    private boolean bucketIsYetToBeMade(Exception e) {
        return config.createBucket() && MinioErrors.code(e).equals(Optional.of("NoSuchBucket"));
    }

    private void createBucket(ObjectKey key) throws Exception {
        boolean locks = config.storing().lock().isPresent();
        try {
            if (config.region().equals(Http.US_EAST_1)) {
                Http.Headers how =
                        locks ? new Http.Headers("X-Amz-Bucket-Object-Lock-Enabled", "true") : new Http.Headers();
                calls.await(() -> client.makeBucket(
                        BucketExistsArgs.builder().bucket(config.bucket()).build(), how));
            } else {
                CreateBucketArgs args = CreateBucketArgs.builder()
                        .bucket(config.bucket())
                        .objectLock(locks)
                        .build();
                calls.await(() -> client.createBucket(args));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!MinioErrors.code(e).equals(Optional.of("BucketAlreadyOwnedByYou"))) {
                throw errors.explain(S3Operation.CREATE_BUCKET, Optional.of(key), e);
            }
            LOG.log(System.Logger.Level.DEBUG, "{0} has just been made by somebody else", config.place());
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return call(S3Operation.GET, Optional.of(key), commit -> {
            try {
                return download(key, offset);
            } catch (Exception e) {
                if (MinioErrors.status(e) == 416) {
                    return nothingAfter(key, offset);
                }
                throw bucketIsYetToBeMade(e) ? nothingYet(key) : e;
            }
        });
    }

    private InputStream download(ObjectKey key, long offset) throws Exception {
        GetObjectArgs.Builder args = GetObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .extraHeaders(headers.goOn());
        if (offset > 0) {
            args.offset(offset);
        }
        Calls.Answered<GetObjectResponse> answer = calls.answer(() -> client.getObject(args.build()));
        GetObjectResponse in = answer.result();
        if (in.headers().get("ETag") == null) {
            answer.calls().forEach(Call::cancel);
            throw noStore(key);
        }
        return from(offset, key, in, answer.calls());
    }

    private InputStream from(long offset, ObjectKey key, GetObjectResponse in, List<Call> line) throws IOException {
        long length = Optional.ofNullable(in.headers().get("Content-Length"))
                .map(Long::parseLong)
                .orElse(0L);
        MinioDownload download = new MinioDownload(in, line, errors, key, length);
        if (offset > 0 && in.headers().get("Content-Range") == null) {
            download.skipNBytes(offset); // the server knows no ranges and has sent all of it
        }
        return download;
    }

    private static SinkException noStore(ObjectKey key) {
        return new SinkException(
                SinkException.Kind.INVALID,
                Optional.of(key),
                "get of '" + key + "': the answer has no ETag, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    private static SinkException nothingYet(ObjectKey key) {
        return new SinkException(
                SinkException.Kind.NOT_FOUND, key, "get of '" + key + "': the bucket has yet to be made");
    }

    /** S3 refuses a range that begins at the end, where we promise an empty stream. */
    private InputStream nothingAfter(ObjectKey key, long offset) throws Exception {
        HeadObjectArgs args = HeadObjectArgs.builder()
                .bucket(config.bucket())
                .object(config.keyPrefix() + key)
                .extraHeaders(headers.goOn())
                .build();
        long length = calls.await(() -> client.headObject(args)).size();
        if (offset == length) {
            return InputStream.nullInputStream();
        }
        throw new SinkException(
                SinkException.Kind.INVALID,
                key,
                "get of '" + key + "' from byte " + offset + ": it has only " + length + " bytes");
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return call(S3Operation.LIST, Optional.empty(), commit -> listing.page(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        boolean all = config.removal() == MinioSinkConfig.Removal.ALL_VERSIONS;
        call(all ? S3Operation.DELETE_VERSIONS : S3Operation.DELETE, Optional.of(key), commit -> {
            removal.delete(key);
            return true;
        });
    }

    private <T> T call(S3Operation operation, Optional<ObjectKey> key, InterruptibleCall.Call<T> call)
            throws SinkException {
        try {
            return InterruptibleCall.run("minio-" + operation.word(), call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.cancelled(operation, key);
        } catch (ExecutionException e) {
            throw errors.explain(operation, key, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
