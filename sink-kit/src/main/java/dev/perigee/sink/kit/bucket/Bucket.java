package dev.perigee.sink.kit.bucket;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.CheckedBody;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.words.Attempt;
import java.time.Instant;
import java.util.Optional;

/**
 * A bucket as one client library reaches it: what {@link BucketSink} makes a sink of. Each method runs on a thread that an
 * interrupt ends, and throws whatever the library throws.
 */
public interface Bucket extends AutoCloseable {

    /**
     * How objects are held.
     *
     * @return empty if the settings ask for no lock
     */
    Optional<? extends ObjectLock<?>> lock();

    /**
     * Stores an object, whole or not at all.
     *
     * @param body what to store
     * @param options of the put
     * @param commit to be made once breaking off would leave the outcome unknown
     * @return when it was stored, by the store's clock where it tells
     * @throws Exception if it was not
     */
    Instant put(CheckedBody body, PutOptions options, CommitPoint commit) throws Exception;

    /**
     * Opens an object.
     *
     * @param key the object
     * @param offset the first byte
     * @return the bytes from there on
     * @throws Exception if there is no such object, or it ends before the offset
     */
    Download.Source get(ObjectKey key, long offset) throws Exception;

    /**
     * Asks for a page of names.
     *
     * @param prefix with which the names begin, path and all
     * @param after a name that comes before all that are wanted; empty to begin
     * @param limit the most names to give, from 1 up
     * @return what the store says
     * @throws Exception if there is no page to be had
     */
    AscendingPages.Page list(String prefix, String after, int limit) throws Exception;

    /**
     * Deletes an object; one that isn't there is no failure.
     *
     * @param key the object
     * @throws Exception if it stays
     */
    void delete(ObjectKey key) throws Exception;

    /**
     * Until when an object is held. Only asked of a bucket that has a lock.
     *
     * @param key the object
     * @return empty if it never was
     * @throws Exception if there is no such object, or the store doesn't tell
     */
    Optional<Instant> heldUntil(ObjectKey key) throws Exception;

    /**
     * Holds an object until a time, or leaves a hold that is as good: {@link ObjectLock#extending} tells. Only asked of a
     * bucket that has a lock.
     *
     * @param key the object
     * @param until when the hold may end
     * @throws Exception if it isn't held
     */
    void hold(ObjectKey key, Instant until) throws Exception;

    /**
     * Makes the bucket; one that is there already is no failure.
     *
     * @throws Exception if it can't be made
     */
    void create() throws Exception;

    /**
     * Whether a failure says that the bucket isn't there.
     *
     * @param thrown by this bucket
     * @return whether it does
     */
    boolean isMissing(Exception thrown);

    /**
     * Explains a failure.
     *
     * @param attempt what was being done
     * @param thrown by this bucket; no {@link SinkException}
     * @return a kind, a sentence and a cure
     */
    SinkException explain(Attempt attempt, Throwable thrown);

    @Override
    void close();
}
