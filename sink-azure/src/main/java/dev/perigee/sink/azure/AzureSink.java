package dev.perigee.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.azure.AzureErrors.Operation;
import dev.perigee.sink.kit.body.ReadStream;
import dev.perigee.sink.kit.call.InterruptibleCall;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import okhttp3.OkHttpClient;

/** Keeps objects in a container of Azure Blob Storage. */
final class AzureSink implements StorageSink {

    private static final System.Logger LOG = System.getLogger(AzureSink.class.getName());

    private static final long LARGEST = AzureSinkConfig.MAX_BLOCKS * AzureSinkConfig.LARGEST_BLOCK;

    private final AzureSinkConfig config;
    private final OkHttpClient http;
    private final BlobRequests requests;
    private final AzureErrors errors;
    private final AzureUpload upload;
    private final AzureListing listing;

    /** Does no network I/O. */
    AzureSink(AzureSinkConfig config, InstantSource clock) {
        this.config = config;
        this.http = AzureClients.http(config.connection());
        HttpPipeline pipeline = AzureClients.pipeline(config, http, System.getenv());
        this.requests = new BlobRequests(pipeline, config);
        this.errors = new AzureErrors(config, clock);
        this.upload = new AzureUpload(requests, config, clock);
        this.listing = new AzureListing(
                new BlobContainerClientBuilder()
                        .endpoint(config.account().url().toString())
                        .containerName(config.container())
                        .serviceVersion(BlobRequests.VERSION)
                        .pipeline(pipeline)
                        .buildClient(),
                config);
    }

    @Override
    public SinkCapabilities capabilities() {
        return new SinkCapabilities(
                OptionalLong.of(LARGEST), true, config.lock().isPresent());
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        requirePossible(key, body, options);
        return call(Operation.PUT, Optional.of(key), commit -> {
            try {
                return upload.put(key, body, options, commit);
            } catch (BlobStorageException e) {
                if (!containerIsYetToBeMade(e)) {
                    throw e;
                }
                commit.withdraw();
                createContainer(key);
                return upload.put(key, body, options, commit);
            }
        });
    }

    private void requirePossible(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (body.length() > LARGEST) {
            throw new SinkException(
                    SinkException.Kind.TOO_LARGE,
                    key,
                    "put of '" + key + "': it has " + body.length() + " bytes, this sink takes " + LARGEST);
        }
        if (options.retainUntil().isPresent() && config.lock().isEmpty()) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.of(key),
                    "put of '" + key + "': it asks to be held, and this sink has no object lock",
                    Optional.of("set object-lock.mode, for a container made with version-level immutability"),
                    Optional.empty());
        }
    }

    private boolean containerIsYetToBeMade(BlobStorageException e) {
        return config.createContainer() && AzureErrors.code(e).equals("ContainerNotFound");
    }

    private void createContainer(ObjectKey key) throws IOException {
        try {
            requests.createContainer();
        } catch (BlobStorageException e) {
            if (!AzureErrors.code(e).equals("ContainerAlreadyExists")) {
                throw errors.explain(Operation.CREATE_CONTAINER, Optional.of(key), e);
            }
            LOG.log(System.Logger.Level.DEBUG, "{0} has just been made by somebody else", config.place());
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return call(Operation.GET, Optional.of(key), commit -> {
            try {
                return download(key, offset);
            } catch (BlobStorageException e) {
                if (containerIsYetToBeMade(e)) {
                    throw new SinkException(
                            SinkException.Kind.NOT_FOUND,
                            key,
                            "get of '" + key + "': the container has yet to be made");
                }
                if (e.getStatusCode() == 416) {
                    return nothingAfter(key, offset);
                }
                throw e;
            }
        });
    }

    private InputStream download(ObjectKey key, long offset) throws IOException {
        HttpResponse answer = requests.get(key, offset);
        String length = answer.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
        if (length == null || (offset > 0 && answer.getStatusCode() != 206)) {
            answer.close();
            throw BlobRequests.noStore();
        }
        return new Download(key, answer.getBodyAsInputStreamSync(), answer, Long.parseLong(length));
    }

    /** The store refuses a range that begins at the end, where we promise an empty stream. */
    private InputStream nothingAfter(ObjectKey key, long offset) throws IOException {
        long length = requests.length(key);
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
        return call(Operation.LIST, Optional.empty(), commit -> {
            try {
                return listing.page(prefix, after, limit);
            } catch (BlobStorageException e) {
                if (containerIsYetToBeMade(e)) {
                    return new ListPage(List.of(), false);
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        call(Operation.DELETE, Optional.of(key), commit -> {
            try {
                requests.delete(key);
            } catch (BlobStorageException e) {
                if (!AzureErrors.code(e).equals("BlobNotFound") && !containerIsYetToBeMade(e)) {
                    throw e;
                }
            }
            return true;
        });
    }

    private <T> T call(Operation operation, Optional<ObjectKey> key, InterruptibleCall.Call<T> call)
            throws SinkException {
        try {
            return InterruptibleCall.run("azure-" + operation.word(), call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.cancelled(operation, key);
        } catch (ExecutionException e) {
            throw errors.explain(operation, key, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** An object's bytes as they come in. A line that breaks is a failure, and never looks like the object's end. */
    private final class Download extends ReadStream {

        private final ObjectKey key;
        private final InputStream in;
        private final HttpResponse answer;
        private long missing;

        Download(ObjectKey key, InputStream in, HttpResponse answer, long length) {
            this.key = key;
            this.in = in;
            this.answer = answer;
            this.missing = length;
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            int n = receive(into, at, most);
            if (n < 0 && missing > 0) {
                throw new SinkException(
                        SinkException.Kind.UNREACHABLE,
                        key,
                        "get of '" + key + "': the line broke " + missing + " bytes before the end");
            }
            missing -= Math.max(n, 0);
            return n;
        }

        private int receive(byte[] into, int at, int most) throws SinkException {
            try {
                return in.read(into, at, most);
            } catch (IOException | RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw errors.cancelled(Operation.GET, Optional.of(key));
                }
                throw errors.explain(Operation.GET, Optional.of(key), e);
            }
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
