package dev.perigee.sink.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.bucket.Bucket;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.Closing;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.call.Uninterruptible;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.words.Attempt;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A bucket of Google Cloud Storage. Finding credentials may ask the network, so it belongs to the first call. */
final class GcsBucket implements Bucket {

    /**
     * What makes "from here on" into "after this": the store's offset includes the name itself, and no character of a key
     * comes before this one.
     */
    private static final String NEXT = "!";

    private final GcsSinkConfig config;
    private final InstantSource clock;
    private Optional<Storage> storage = Optional.empty();

    GcsBucket(GcsSinkConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    private synchronized Storage storage() throws Exception {
        if (storage.isEmpty()) {
            try {
                storage = Optional.of(Uninterruptible.call(() -> GcsClients.open(config)));
            } catch (IOException | IllegalArgumentException e) {
                throw GcsErrors.withoutCredentials(e);
            }
        }
        return storage.get();
    }

    private BlobId id(ObjectKey key) {
        return BlobId.of(config.place().bucket(), config.place().name(key));
    }

    @Override
    public Optional<ObjectLock<LockPolicy>> lock() {
        return config.lock();
    }

    @Override
    public Instant put(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        return new GcsUpload(storage(), config, clock).put(id(body.key()), body, options, commit);
    }

    @Override
    public Download.Source get(ObjectKey key, long offset) throws Exception {
        Storage store = storage();
        Blob found = found(store, key, BlobField.SIZE, BlobField.GENERATION);
        long length = Objects.requireNonNull(found.getSize(), "asked for");
        return offset < length ? opened(store, found, offset, length) : Download.Source.ofEnd(key, offset, length);
    }

    private Blob found(Storage store, ObjectKey key, BlobField... fields) throws Exception {
        Storage.BlobGetOption facts = Storage.BlobGetOption.fields(fields);
        Blob found = Uninterruptible.call(() -> store.get(id(key), facts));
        if (found == null) {
            throw new SinkException(Kind.NOT_FOUND, "there is no such object");
        }
        return found;
    }

    /** Of that generation: an object replaced meanwhile must not be read as half of each. */
    private static Download.Source opened(Storage store, Blob found, long offset, long length) throws Exception {
        ReadChannel channel = Uninterruptible.call(() -> {
            ReadChannel opened =
                    store.reader(found.getBlobId(), Storage.BlobSourceOption.shouldReturnRawInputStream(true));
            opened.setChunkSize(0);
            opened.seek(offset);
            return opened;
        });
        return Download.Source.of(channel, length - offset);
    }

    @Override
    public AscendingPages.Page list(String prefix, String after, int limit) throws Exception {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(prefix),
                BlobListOption.pageSize(limit),
                BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.UPDATED)));
        if (!after.isEmpty()) {
            options.add(BlobListOption.startOffset(after + NEXT));
        }
        Storage store = storage();
        Page<Blob> answer =
                Uninterruptible.call(() -> store.list(config.place().bucket(), options.toArray(BlobListOption[]::new)));
        List<AscendingPages.Entry> entries = new ArrayList<>();
        answer.getValues().forEach(object -> entries.add(entry(object)));
        return new AscendingPages.Page(entries, answer.getNextPageToken() != null);
    }

    private static AscendingPages.Entry entry(Blob object) {
        return AscendingPages.Entry.said(
                object.getName(),
                object.getSize(),
                Optional.ofNullable(object.getUpdateTimeOffsetDateTime()).map(OffsetDateTime::toInstant));
    }

    @Override
    public void delete(ObjectKey key) throws Exception {
        Storage store = storage();
        Uninterruptible.call(() -> store.delete(id(key)));
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws Exception {
        return GcsRetention.of(found(storage(), key, BlobField.RETENTION)).map(ObjectLock.Hold::until);
    }

    /** Of an object that nobody has changed meanwhile, so that no two who extend a hold undo each other's. */
    @Override
    public void hold(ObjectKey key, Instant until) throws Exception {
        Storage store = storage();
        Blob found = found(store, key, BlobField.GENERATION, BlobField.METAGENERATION, BlobField.RETENTION);
        Optional<ObjectLock.Hold<LockPolicy>> had = GcsRetention.of(found);
        Optional<ObjectLock.Hold<LockPolicy>> wanted = lock().orElseThrow().extending(had, until);
        if (wanted.isPresent()) {
            boolean stronger =
                    had.filter(hold -> hold.mode() != wanted.get().mode()).isPresent();
            BlobInfo held = found.toBuilder()
                    .setRetention(GcsRetention.of(wanted.get()))
                    .build();
            Uninterruptible.call(() -> store.update(
                    held,
                    Storage.BlobTargetOption.metagenerationMatch(),
                    Storage.BlobTargetOption.overrideUnlockedRetention(stronger)));
        }
    }

    /** With uniform access, closed to the public. */
    @Override
    public void create() throws Exception {
        BucketInfo.IamConfiguration access = BucketInfo.IamConfiguration.newBuilder()
                .setIsUniformBucketLevelAccessEnabled(true)
                .setPublicAccessPrevention(BucketInfo.PublicAccessPrevention.ENFORCED)
                .build();
        BucketInfo.Builder bucket =
                BucketInfo.newBuilder(config.place().bucket()).setIamConfiguration(access);
        config.location().ifPresent(bucket::setLocation);
        Storage.BucketTargetOption[] how = lock().stream()
                .map(lock -> Storage.BucketTargetOption.enableObjectRetention(true))
                .toArray(Storage.BucketTargetOption[]::new);
        Storage store = storage();
        try {
            Uninterruptible.call(() -> store.create(bucket.build(), how));
        } catch (StorageException e) {
            if (e.getCode() != 409) {
                throw e;
            }
        }
    }

    @Override
    public boolean isMissing(Exception thrown) {
        return Attempt.first(thrown, StorageException.class)
                .filter(answer -> answer.getCode() == 404)
                .isPresent();
    }

    @Override
    public SinkException explain(Attempt attempt, Throwable thrown) {
        return GcsErrors.explain(attempt, thrown);
    }

    @Override
    public synchronized void close() {
        storage.ifPresent(open -> Closing.quietly("the client", open));
        storage = Optional.empty();
    }
}
