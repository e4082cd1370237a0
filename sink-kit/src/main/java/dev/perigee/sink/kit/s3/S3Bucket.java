package dev.perigee.sink.kit.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.bucket.Bucket;
import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.connect.HttpDate;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.multipart.MultipartUpload;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.s3.ObjectOptions.LockMode;
import dev.perigee.sink.kit.s3.S3Calls.Answer;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.LeftBehind;
import dev.perigee.sink.kit.words.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A bucket of S3, or of any server that speaks its protocol: which requests to send, and what to believe of the answers. */
public final class S3Bucket implements Bucket {

    private final S3Settings settings;
    private final S3Calls calls;
    private final InstantSource clock;
    private final S3Headers headers;
    private final S3Removal removal;

    private S3Bucket(S3Settings settings, S3Calls calls, InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        this.clock = clock;
        this.headers = new S3Headers(settings.storing(), clock);
        this.removal = new S3Removal(calls, settings.place(), headers, clock);
    }

    /**
     * A sink over a bucket. Does no network I/O.
     *
     * @param settings where and how
     * @param calls the client library; closed with the sink
     * @return the sink; the caller closes it
     */
    public static StorageSink sink(S3Settings settings, S3Calls calls) {
        Bucket bucket = new S3Bucket(settings, calls, InstantSource.system());
        return new BucketSink(settings.place(), bucket, settings.deletes());
    }

    @Override
    public Optional<ObjectLock<LockMode>> lock() {
        return settings.storing().lock();
    }

    @Override
    public Instant put(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        Answer answer = inParts(body.body().length()) ? parts(body, options, commit) : atOnce(body, options, commit);
        return storedAt(answer);
    }

    /** Encrypted bodies go in parts whatever their size: no object comes into being before the store has said that it encrypts. */
    private boolean inParts(long length) {
        return length > settings.transfer().multipartAbove()
                || (settings.storing().encryption().isPresent() && length > 0);
    }

    private Answer parts(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        MultipartUpload upload = new MultipartUpload(
                settings.transfer(),
                settings.storing().checksum(),
                settings.place().toString());
        String name = settings.place().name(body.key());
        return upload.send(body, new S3Parts(calls, headers, body.key(), name, options), commit);
    }

    private Answer atOnce(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception {
        BodyRange range = body.whole();
        PartChecksum checksum = PartChecksum.ofWhole(settings.storing().checksum(), body);
        String name = settings.place().name(body.key());
        Answer answer = calls.put(name, range, checksum, headers.begin(options), commit);
        try {
            S3Parts.confirm(answer, checksum, body.key(), range);
        } catch (IOException e) {
            withdraw(name, answer, e);
            throw e;
        }
        return answer;
    }

    /** What the store has kept isn't what was sent: it must not be there when the put fails. */
    private void withdraw(String name, Answer stored, IOException failure) throws InterruptedException {
        try {
            calls.delete(name, stored.header("x-amz-version-id"));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failure.addSuppressed(LeftBehind.object(
                    calls.refusal(e).map(Refusal::reason).orElseGet(() -> String.valueOf(e.getMessage()))));
        }
    }

    /** By the store's clock where it tells; asking for the object's own date would take a permission more. */
    private Instant storedAt(Answer answer) {
        return answer.header("Date").flatMap(HttpDate::parse).orElseGet(clock::instant);
    }

    @Override
    public Download.Source get(ObjectKey key, long offset) throws Exception {
        try {
            return opened(key, offset);
        } catch (Exception e) {
            if (calls.refusal(e).filter(said -> said.status() == 416).isPresent()) {
                return nothingAfter(key, offset);
            }
            throw e;
        }
    }

    private Download.Source opened(ObjectKey key, long offset) throws Exception {
        S3Calls.Opened opened = calls.get(settings.place().name(key), offset, headers.goOn());
        if (opened.answer().header("ETag").isEmpty()) {
            opened.hangUp().now();
            throw noStore(key);
        }
        long length = length(opened.answer());
        if (offset > 0 && opened.answer().header("Content-Range").isEmpty()) {
            opened.in().skipNBytes(offset); // the server knows no ranges and has sent all of it
            length -= offset;
        }
        return new Download.Source(opened.in(), length, opened.hangUp());
    }

    private static long length(Answer answer) {
        return answer.header("Content-Length").map(Long::parseLong).orElse(0L);
    }

    private static SinkException noStore(ObjectKey key) {
        return new SinkException(
                Kind.INVALID,
                Optional.of(key),
                "get of '" + key + "': the answer has no ETag, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    /** S3 refuses a range that begins at the end, where we promise an empty stream. */
    private Download.Source nothingAfter(ObjectKey key, long offset) throws Exception {
        long length = length(calls.head(settings.place().name(key), Optional.empty(), headers.goOn()));
        return Download.Source.ofEnd(key, offset, length);
    }

    @Override
    public AscendingPages.Page list(String prefix, String after, int limit) throws Exception {
        return calls.list(prefix, after, limit);
    }

    /**
     * An answer to a request for a listing that is none.
     *
     * @return says that no S3 server answers there
     */
    public static SinkException noListing() {
        return new SinkException(
                Kind.INVALID,
                Optional.empty(),
                "list: the answer is no listing, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    @Override
    public void delete(ObjectKey key) throws Exception {
        if (settings.removal() == S3Settings.Removal.ALL_VERSIONS) {
            removal.deleteVersions(key);
        } else {
            removal.deleteCurrent(key);
        }
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws Exception {
        return held(key).map(ObjectLock.Hold::until);
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws Exception {
        Optional<ObjectLock.Hold<LockMode>> wanted = lock().orElseThrow().extending(held(key), until);
        if (wanted.isPresent()) {
            calls.hold(settings.place().name(key), wanted.get());
        }
    }

    private Optional<ObjectLock.Hold<LockMode>> held(ObjectKey key) throws Exception {
        try {
            return calls.held(settings.place().name(key));
        } catch (Exception e) {
            if (calls.refusal(e)
                    .filter(said -> said.is("NoSuchObjectLockConfiguration"))
                    .isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void create() throws Exception {
        try {
            calls.createBucket(lock().isPresent());
        } catch (Exception e) {
            if (calls.refusal(e)
                    .filter(said -> said.is("BucketAlreadyOwnedByYou"))
                    .isEmpty()) {
                throw e;
            }
        }
    }

    @Override
    public boolean isMissing(Exception thrown) {
        return calls.refusal(thrown).filter(said -> said.is("NoSuchBucket")).isPresent();
    }

    @Override
    public SinkException explain(Attempt attempt, Throwable thrown) {
        return calls.refusal(thrown)
                .map(refusal -> S3ErrorTable.explain(attempt, refusal))
                .orElseGet(() -> calls.explain(attempt, thrown));
    }

    @Override
    public void close() {
        calls.close();
    }
}
