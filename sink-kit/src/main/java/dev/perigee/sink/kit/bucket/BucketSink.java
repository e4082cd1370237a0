package dev.perigee.sink.kit.bucket;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.call.InterruptibleCall;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Verb;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/**
 * Keeps objects in a bucket: ends calls when the caller is interrupted, makes a missing bucket where that is wished for,
 * believes no listing, and explains what fails.
 *
 * @param place where it keeps them
 * @param bucket how it gets there; closed with the sink
 * @param deletes what deleting is
 */
public record BucketSink(BucketPlace place, Bucket bucket, Verb deletes) implements StorageSink {

    /** 10 000 parts of 5 GiB would be more, but buckets stop here. */
    private static final long LARGEST = 5L << 40;

    @Override
    public SinkCapabilities capabilities() {
        return new SinkCapabilities(
                OptionalLong.of(LARGEST),
                true,
                bucket.lock().isPresent(),
                bucket.lock().filter(ObjectLock::followsRetention).isPresent());
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        requirePossible(key, body, options);
        boolean held = bucket.lock()
                .flatMap(lock -> lock.until(Instant.EPOCH, options.retainUntil()))
                .isPresent();
        return call(attempt(held ? Verb.PUT_HELD : Verb.PUT, Optional.of(key)), commit -> {
            CheckedBody checked = new CheckedBody(key, body);
            try {
                return new ObjectInfo(key, body.length(), bucket.put(checked, options, commit));
            } catch (Exception e) {
                if (!isYetToBeMade(e)) {
                    throw e;
                }
                create(key);
                return new ObjectInfo(key, body.length(), bucket.put(checked, options, commit));
            }
        });
    }

    private void requirePossible(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (body.length() > LARGEST) {
            throw new SinkException(
                    Kind.TOO_LARGE,
                    key,
                    "put of '" + key + "': it has " + body.length() + " bytes, the store takes " + LARGEST);
        }
        if (options.retainUntil().isPresent()) {
            requireLock(attempt(Verb.PUT, Optional.of(key)));
        }
    }

    private void requireLock(Attempt attempt) throws SinkException {
        if (bucket.lock().isEmpty()) {
            throw attempt.failed(
                    Kind.INVALID,
                    "it is to be held, and this sink has no object lock",
                    Optional.of("set object-lock.mode, for a " + place.word() + " made with object lock"),
                    Optional.empty());
        }
    }

    private boolean isYetToBeMade(Exception e) {
        return place.create() && bucket.isMissing(e);
    }

    private void create(ObjectKey key) throws Exception {
        try {
            bucket.create();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw explain(attempt(Verb.CREATE_BUCKET, Optional.of(key)), e);
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        Attempt attempt = attempt(Verb.GET, Optional.of(key));
        Download.Source source = call(attempt, commit -> {
            try {
                return bucket.get(key, offset);
            } catch (Exception e) {
                throw isYetToBeMade(e) ? nothingYet(key) : e;
            }
        });
        return new Download(key, source, thrown -> broken(attempt, thrown));
    }

    private SinkException nothingYet(ObjectKey key) {
        return new SinkException(
                Kind.NOT_FOUND, key, "get of '" + key + "': the " + place.word() + " has yet to be made");
    }

    private SinkException broken(Attempt attempt, Throwable thrown) {
        return Thread.currentThread().isInterrupted() ? attempt.cancelled() : explain(attempt, thrown);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return call(attempt(Verb.LIST, Optional.empty()), commit -> {
            try {
                return new AscendingPages(place.keyPrefix(), prefix)
                        .next(after, limit, (from, most) -> bucket.list(place.keyPrefix() + prefix, from, most));
            } catch (Exception e) {
                if (isYetToBeMade(e)) {
                    return new ListPage(List.of(), false);
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        call(attempt(deletes, Optional.of(key)), commit -> {
            try {
                bucket.delete(key);
            } catch (Exception e) {
                if (!isYetToBeMade(e)) {
                    throw e;
                }
            }
            return true;
        });
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return bucket.lock().isEmpty()
                ? Optional.empty()
                : call(attempt(Verb.HELD_UNTIL, Optional.of(key)), commit -> bucket.heldUntil(key));
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        Attempt attempt = attempt(Verb.HOLD, Optional.of(key));
        requireLock(attempt);
        call(attempt, commit -> {
            bucket.hold(key, until);
            return true;
        });
    }

    private Attempt attempt(Verb verb, Optional<ObjectKey> key) {
        return new Attempt(verb, key, place.toString());
    }

    private <T> T call(Attempt attempt, InterruptibleCall.Call<T> call) throws SinkException {
        try {
            return InterruptibleCall.run("bucket-" + attempt.verb().word(), call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw attempt.cancelled();
        } catch (ExecutionException e) {
            throw explain(attempt, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private SinkException explain(Attempt attempt, Throwable thrown) {
        return attempt.explain(thrown, cause -> bucket.explain(attempt, cause));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
