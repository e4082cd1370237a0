package dev.perigee.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobStorageException;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.bucket.Bucket;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.listing.TokenPages;
import dev.perigee.sink.kit.multipart.MultipartUpload;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.multipart.PartStore;
import dev.perigee.sink.kit.words.Attempt;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.OkHttpClient;

/** A container of Azure Blob Storage: which requests to send, and what to believe of the answers. */
final class AzureBucket implements Bucket {

    private final AzureSinkConfig config;
    private final InstantSource clock;
    private final OkHttpClient http;
    private final BlobRequests requests;
    private final TokenPages listing;

    /** Does no network I/O. */
    AzureBucket(AzureSinkConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.http = AzureClients.http(config.connection());
        HttpPipeline pipeline = AzureClients.pipeline(config.account(), http, System.getenv());
        this.requests = new BlobRequests(pipeline, config);
        this.listing = new TokenPages(new AzureListing(pipeline, config)::ask);
    }

    @Override
    public Optional<ObjectLock<LockPolicy>> lock() {
        return config.lock();
    }

    @Override
    public Instant put(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        Optional<ObjectLock.Hold<LockPolicy>> hold =
                config.lock().flatMap(lock -> lock.hold(clock.instant(), options.retainUntil()));
        if (body.body().length() <= config.transfer().multipartAbove()) {
            return requests.put(body, PartChecksum.ofWhole(PartChecksum.Use.WHEN_REQUIRED, body), hold, commit);
        }
        MultipartUpload upload = new MultipartUpload(
                config.transfer(),
                PartChecksum.Use.WHEN_REQUIRED,
                config.place().toString());
        return upload.send(body, new Blocks(body.key(), hold), commit);
    }

    /** Blocks, of which a list makes the object in the end; those that no list has named the store forgets after a week. */
    private final class Blocks implements PartStore<String, Instant> {

        private final ObjectKey key;
        private final Optional<ObjectLock.Hold<LockPolicy>> hold;

        Blocks(ObjectKey key, Optional<ObjectLock.Hold<LockPolicy>> hold) {
            this.key = key;
            this.hold = hold;
        }

        /** Each has names of its own, so that blocks of two puts of one key don't mix. */
        @Override
        public String begin() {
            return UUID.randomUUID().toString().replace("-", "");
        }

        @Override
        public String send(String upload, int number, BodyRange range, PartChecksum checksum) throws IOException {
            return requests.stage(key, upload, number, range, checksum);
        }

        @Override
        public Instant complete(String upload, List<String> blocks) throws IOException {
            return requests.commit(key, blocks, hold);
        }

        /** There is no request that does, and nothing that anybody sees. */
        @Override
        public void abort(String upload) {}
    }

    @Override
    public Download.Source get(ObjectKey key, long offset) throws IOException {
        try {
            return opened(requests.get(key, offset), offset);
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == 416) {
                return nothingAfter(key, offset);
            }
            throw e;
        }
    }

    private static Download.Source opened(HttpResponse answer, long offset) throws SinkException {
        String length = answer.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
        if (length == null || (offset > 0 && answer.getStatusCode() != 206)) {
            answer.close();
            throw BlobRequests.noStore();
        }
        return new Download.Source(answer.getBodyAsInputStreamSync(), Long.parseLong(length), answer::close);
    }

    /** The store refuses a range that begins at the end, where we promise an empty stream. */
    private Download.Source nothingAfter(ObjectKey key, long offset) throws IOException {
        return Download.Source.ofEnd(key, offset, requests.facts(key).length());
    }

    @Override
    public AscendingPages.Page list(String prefix, String after, int limit) throws Exception {
        return listing.page(prefix, after, limit);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        unless("BlobNotFound", () -> requests.delete(key));
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws IOException {
        return requests.facts(key).hold().map(ObjectLock.Hold::until);
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws IOException {
        BlobFacts facts = requests.facts(key);
        Optional<ObjectLock.Hold<LockPolicy>> wanted =
                config.lock().orElseThrow().extending(facts.hold(), until);
        if (wanted.isPresent()) {
            requests.hold(key, wanted.get());
        }
    }

    @Override
    public void create() throws IOException {
        unless("ContainerAlreadyExists", requests::createContainer);
    }

    /** A request without a result. */
    @FunctionalInterface
    private interface Request {
        void send() throws IOException;
    }

    private static void unless(String code, Request request) throws IOException {
        try {
            request.send();
        } catch (BlobStorageException e) {
            if (!AzureErrors.code(e).equals(code)) {
                throw e;
            }
        }
    }

    @Override
    public boolean isMissing(Exception thrown) {
        return AzureErrors.code(thrown).equals("ContainerNotFound");
    }

    @Override
    public SinkException explain(Attempt attempt, Throwable thrown) {
        return new AzureErrors(attempt, config.account().login(), clock).explain(thrown);
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
