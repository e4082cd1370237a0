package dev.perigee.sink.s3;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.call.InterruptibleCall;
import dev.perigee.sink.kit.s3.S3Operation;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Keeps objects in a bucket of AWS S3, or of any server that speaks its protocol. */
public final class S3Sink implements StorageSink {

    private static final System.Logger LOG = System.getLogger(S3Sink.class.getName());

    /** 10 000 parts of 5 GiB would be more, but S3 stops here. */
    private static final long LARGEST = 5L << 40;

    private final S3SinkConfig config;
    private final S3Client client;
    private final AwsCredentialsProvider login;
    private final S3Requests requests;
    private final S3Errors errors;
    private final S3Upload upload;
    private final S3Listing listing;
    private final S3Removal removal;

    private S3Sink(S3SinkConfig config, S3Client client, AwsCredentialsProvider login, InstantSource clock) {
        this.config = config;
        this.client = client;
        this.login = login;
        this.requests = new S3Requests(config, clock);
        this.errors = new S3Errors(config.place());
        this.upload = new S3Upload(client, config, requests, clock);
        this.listing = new S3Listing(client, config, requests);
        this.removal = new S3Removal(client, config, requests, errors, clock);
    }

    /**
     * Opens a sink. Does no network I/O.
     *
     * @param config where and how
     * @return the sink; the caller closes it
     * @throws SinkException INVALID if the SDK can't be set up
     */
    public static S3Sink open(S3SinkConfig config) throws SinkException {
        AwsCredentialsProvider login = S3Clients.login(config.login());
        return new S3Sink(config, S3Clients.open(config, login), login, InstantSource.system());
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
            } catch (NoSuchBucketException e) {
                if (!config.createBucket()) {
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

    private void createBucket(ObjectKey key) throws SinkException {
        try {
            client.createBucket(request -> {
                request.bucket(config.bucket())
                        .objectLockEnabledForBucket(config.storing().lock().isPresent());
                if (!config.region().equals("us-east-1")) {
                    request.createBucketConfiguration(where -> where.locationConstraint(config.region()));
                }
            });
        } catch (BucketAlreadyOwnedByYouException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} has just been made by somebody else", config.place());
        } catch (SdkException e) {
            throw errors.explain(S3Operation.CREATE_BUCKET, Optional.of(key), e);
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return call(S3Operation.GET, Optional.of(key), commit -> {
            try {
                return download(key, offset);
            } catch (NoSuchBucketException e) {
                throw config.createBucket() ? nothingYet(key, e) : e;
            } catch (S3Exception e) {
                if (e.statusCode() == 416) {
                    return nothingAfter(key, offset);
                }
                throw e;
            }
        });
    }

    private InputStream download(ObjectKey key, long offset) throws IOException {
        ResponseInputStream<GetObjectResponse> in = client.getObject(requests.get(key, offset));
        GetObjectResponse answer = in.response();
        if (answer.eTag() == null) {
            in.abort();
            throw noStore(key);
        }
        long length = Optional.ofNullable(answer.contentLength()).orElse(0L);
        S3Download download = new S3Download(in, errors, key, length);
        if (offset > 0 && answer.contentRange() == null) {
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

    private static SinkException nothingYet(ObjectKey key, NoSuchBucketException e) {
        return new SinkException(
                SinkException.Kind.NOT_FOUND, key, "get of '" + key + "': the bucket has yet to be made", e);
    }

    /** S3 refuses a range that begins at the end, where we promise an empty stream. */
    private InputStream nothingAfter(ObjectKey key, long offset) throws SinkException {
        long length = client.headObject(requests.head(key)).contentLength();
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
        boolean all = config.removal() == S3SinkConfig.Removal.ALL_VERSIONS;
        call(all ? S3Operation.DELETE_VERSIONS : S3Operation.DELETE, Optional.of(key), commit -> {
            removal.delete(key);
            return true;
        });
    }

    private <T> T call(S3Operation operation, Optional<ObjectKey> key, InterruptibleCall.Call<T> call)
            throws SinkException {
        try {
            return InterruptibleCall.run("s3-" + operation.word(), commit -> {
                requireLogin(operation, key);
                return withClockSetRight(call, commit);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.cancelled(operation, key);
        } catch (ExecutionException e) {
            throw errors.explain(operation, key, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private void requireLogin(S3Operation operation, Optional<ObjectKey> key) throws SinkException {
        try {
            login.resolveCredentials();
        } catch (SdkException e) {
            throw errors.withoutCredentials(operation, key, e);
        }
    }

    /** The SDK learns the store's time from the refusal, so that the same call then passes. */
    private <T> T withClockSetRight(InterruptibleCall.Call<T> call, CommitPoint commit) throws Exception {
        try {
            return call.run(commit);
        } catch (AwsServiceException e) {
            if (!e.isClockSkewException()) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "this machine's clock is off from that of " + config.place() + ": set it right");
            return call.run(commit);
        }
    }

    @Override
    public void close() {
        client.close();
        if (login instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "the credentials' source did not close", e);
            }
        }
    }
}
