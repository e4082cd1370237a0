package dev.perigee.sink.gcs;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.StorageException;
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
import dev.perigee.sink.kit.call.Uninterruptible;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/** Keeps objects in a bucket of Google Cloud Storage. */
public final class GcsSink implements StorageSink {

    private static final System.Logger LOG = System.getLogger(GcsSink.class.getName());

    private static final long LARGEST = 5L << 40;

    private final GcsSinkConfig config;
    private final InstantSource clock;
    private final GcsErrors errors;
    private Optional<Storage> storage = Optional.empty();

    private GcsSink(GcsSinkConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.errors = new GcsErrors(config.place());
    }

    /**
     * Opens a sink. Does no network I/O, and does not look at credentials yet.
     *
     * @param config where and how
     * @return the sink; the caller closes it
     */
    public static GcsSink open(GcsSinkConfig config) {
        return new GcsSink(config, InstantSource.system());
    }

    @Override
    public SinkCapabilities capabilities() {
        return new SinkCapabilities(
                OptionalLong.of(LARGEST), true, config.lock().isPresent());
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        requirePossible(key, body, options);
        return call(Operation.PUT, Optional.of(key), (store, commit) -> {
            GcsUpload upload = new GcsUpload(store, config, clock);
            try {
                return upload.put(key, body, options, commit);
            } catch (Exception e) {
                if (!isMissing(e) || config.creation().isEmpty()) {
                    throw e;
                }
                createBucket(key, store, config.creation().get());
                return upload.put(key, body, options, commit);
            }
        });
    }

    private void requirePossible(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (body.length() > LARGEST) {
            throw new SinkException(
                    SinkException.Kind.TOO_LARGE,
                    key,
                    "put of '" + key + "': it has " + body.length() + " bytes, the store takes " + LARGEST);
        }
        if (options.retainUntil().isPresent() && config.lock().isEmpty()) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.of(key),
                    "put of '" + key + "': it asks to be held, and this sink has no object lock",
                    Optional.of("set object-lock.mode, for a bucket made with object retention"),
                    Optional.empty());
        }
    }

    private static boolean isMissing(Exception e) {
        Throwable at = e;
        while (at != null) {
            if (at instanceof StorageException answer && answer.getCode() == 404) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private void createBucket(ObjectKey key, Storage store, BucketCreation creation) throws Exception {
        BucketInfo.IamConfiguration access = BucketInfo.IamConfiguration.newBuilder()
                .setIsUniformBucketLevelAccessEnabled(true)
                .setPublicAccessPrevention(BucketInfo.PublicAccessPrevention.ENFORCED)
                .build();
        BucketInfo.Builder bucket = BucketInfo.newBuilder(config.bucket()).setIamConfiguration(access);
        creation.location().ifPresent(bucket::setLocation);
        Storage.BucketTargetOption[] how = config.lock().isPresent()
                ? new Storage.BucketTargetOption[] {Storage.BucketTargetOption.enableObjectRetention(true)}
                : new Storage.BucketTargetOption[0];
        try {
            Uninterruptible.call(() -> store.create(bucket.build(), how));
        } catch (StorageException e) {
            if (e.getCode() != 409) {
                throw errors.explain(Operation.CREATE_BUCKET, Optional.of(key), e);
            }
            LOG.log(System.Logger.Level.DEBUG, "{0} has just been made by somebody else", config.place());
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return call(Operation.GET, Optional.of(key), (store, commit) -> {
            BlobId name = BlobId.of(config.bucket(), config.keyPrefix() + key);
            Storage.BlobGetOption facts = Storage.BlobGetOption.fields(BlobField.SIZE, BlobField.GENERATION);
            Blob found = Uninterruptible.call(() -> store.get(name, facts));
            if (found == null) {
                throw new SinkException(
                        SinkException.Kind.NOT_FOUND,
                        key,
                        "get of '" + key + "': there is no such object in " + config.place());
            }
            return from(key, offset, store, found);
        });
    }

    /** Of that generation: an object replaced meanwhile must not be read as half of each. */
    private InputStream from(ObjectKey key, long offset, Storage store, Blob found) throws Exception {
        long length = Objects.requireNonNull(found.getSize(), "asked for");
        if (offset > length) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    key,
                    "get of '" + key + "' from byte " + offset + ": it has only " + length + " bytes");
        }
        if (offset == length) {
            return InputStream.nullInputStream();
        }
        BlobId which = BlobId.of(config.bucket(), config.keyPrefix() + key, found.getGeneration());
        ReadChannel channel = Uninterruptible.call(() -> {
            ReadChannel opened = store.reader(which, Storage.BlobSourceOption.shouldReturnRawInputStream(true));
            opened.setChunkSize(0);
            opened.seek(offset);
            return opened;
        });
        return new GcsDownload(channel, errors, key, length - offset);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return call(Operation.LIST, Optional.empty(), (store, commit) -> {
            try {
                return new GcsListing(store, config).page(prefix, after, limit);
            } catch (StorageException e) {
                if (isMissing(e) && config.creation().isPresent()) {
                    return new ListPage(java.util.List.of(), false);
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        call(Operation.DELETE, Optional.of(key), (store, commit) -> {
            Uninterruptible.call(() -> store.delete(BlobId.of(config.bucket(), config.keyPrefix() + key)));
            return true;
        });
    }

    /** A call of the store. */
    @FunctionalInterface
    private interface StoreCall<T> {
        T run(Storage storage, CommitPoint commit) throws Exception;
    }

    private <T> T call(Operation operation, Optional<ObjectKey> key, StoreCall<T> call) throws SinkException {
        try {
            return InterruptibleCall.run(
                    "gcs-" + operation.word(), commit -> call.run(storage(operation, key), commit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.cancelled(operation, key);
        } catch (ExecutionException e) {
            throw errors.explain(operation, key, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private synchronized Storage storage(Operation operation, Optional<ObjectKey> key) throws Exception {
        if (storage.isEmpty()) {
            try {
                storage = Optional.of(Uninterruptible.call(() -> GcsClients.open(config)));
            } catch (IOException | IllegalArgumentException e) {
                throw errors.withoutCredentials(operation, key, e);
            }
        }
        return storage.get();
    }

    @Override
    public synchronized void close() {
        storage.ifPresent(open -> {
            try {
                open.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "the client did not close", e);
            }
        });
        storage = Optional.empty();
    }
}
