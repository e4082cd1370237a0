package dev.perigee.api;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps whole, immutable objects by key.
 *
 * <p>There is no append, no rename, no directory, no lock and no metadata: the engine needs none of them. Five verbs and
 * a fact sheet are all a sink is, and two verbs more where the store can hold objects. The numbered rules it must keep are in {@code docs/sink-contract.md}; the numbers in
 * parentheses below are theirs, and {@code StorageSinkContract} of the testkit checks them.
 *
 * <p><b>Threads.</b> Any method may be called from many threads at once (T1). The engine makes every call on a virtual thread,
 * where an interrupt ends a read of a socket, and reads and closes each stream of a get on a virtual thread of its own.
 * <b>Cancelling</b> is interrupting that thread: the sink stops soon, leaves nothing under the key, and throws a
 * {@link SinkException} of kind {@link SinkException.Kind#CANCELLED} (T2). The engine cancels what its user cancels, what stands
 * still for longer than it is patient, and a get's read when nobody wants the rest; a call that doesn't end within a minute of
 * that is left behind.
 *
 * <p><b>Retries</b> are the engine's: a sink tries once, says what happened by the kind of its exception, and switches
 * its client library's own retries off (E4).
 *
 * <p><b>Lifetime.</b> The engine opens a sink for one run and closes it after; rotated credentials need no machinery.
 */
public interface StorageSink extends AutoCloseable {

    /**
     * What this place can do, as far as the sink knows without asking it. Permissions are found out, never declared.
     *
     * @return the same value at every call (C1)
     */
    SinkCapabilities capabilities();

    /**
     * Stores the whole body under the key, or nothing (P1). An object already there is replaced in one step: a reader
     * sees the old bytes or the new ones, never a mixture (P4), and a failed put leaves the old object as it was (P5).
     *
     * <p>The body is pulled, and may be opened several times and at any range. The sink closes
     * each stream it opens (P9). If a stream throws (P7), ends early (P2), goes on beyond the length (P6) or its bytes don't
     * have the digest they should have (P3), the put fails.
     *
     * @param key where to keep it
     * @param body what to keep; its length and digest are known beforehand
     * @param options how long the store must refuse to delete it, if it can hold objects
     * @return what a listing would now say of the object
     * @throws SinkException if the object was not stored; DAMAGED if the bytes that arrived were not those promised;
     *     TOO_LARGE beyond {@link SinkCapabilities#maxObjectBytes()} (C4); INVALID for a hold that the store can't give (C5)
     */
    ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException;

    /**
     * Opens an object for reading, from {@code offset} to its end (G1).
     *
     * <p>The stream throws {@link SinkException} as well: when the store breaks off in the middle it must fail, and must
     * not look like the end of the object (G4). The caller closes it, also half-read.
     *
     * @param key the object
     * @param offset the first byte wanted, from 0 up; the object's length gives an empty stream (G2)
     * @return the bytes; never null
     * @throws SinkException NOT_FOUND if there is no such object, or DENIED where the store won't tell (G5); INVALID if
     *     {@code offset} lies beyond the end (G3)
     */
    InputStream get(ObjectKey key, long offset) throws SinkException;

    /**
     * One page of the objects whose key starts with {@code prefix}, ascending by the ASCII order of the whole key (L1),
     * complete and without duplicates (L2). What is there under names that are no keys is passed over.
     *
     * @param prefix a string prefix, not a folder; empty for all objects (L4)
     * @param after only keys greater than this one, which need not exist; empty to start at the beginning (L5)
     * @param limit how many objects at most, from 1 up (L3); a page may hold fewer, even when there are more
     * @return the page; {@link ListPage#more()} says whether to ask again
     * @throws SinkException if the listing failed: a partial page is never returned as a whole one
     */
    ListPage list(String prefix, String after, int limit) throws SinkException;

    /**
     * Removes an object, and no other (D2). Removing an absent one is success (D1).
     *
     * @param key the object
     * @throws SinkException HELD if the store forbids the removal until later; the object is then unchanged (D3)
     */
    void delete(ObjectKey key) throws SinkException;

    /**
     * Until when the store refuses to delete an object (H1).
     *
     * <p>A sink that can't hold objects leaves this as it is.
     *
     * @param key the object
     * @return not before the time that was asked for, and at most a second after it; a time that has passed if the hold has
     *     ended; empty if it was never held
     * @throws SinkException NOT_FOUND if there is no such object (H3), or DENIED where the store won't tell
     */
    default Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return Optional.empty();
    }

    /**
     * Sees to it that the store refuses to delete an object until a time. A hold that ends later stays as it is: none is
     * ever shortened, nor made easier to lift (H2). The bytes aren't touched, and the listing doesn't change.
     *
     * <p>A sink that can't hold objects leaves this as it is.
     *
     * @param key the object
     * @param until when the hold may end
     * @throws SinkException NOT_FOUND if there is no such object (H3); INVALID if the store can't hold it (H4)
     */
    default void hold(ObjectKey key, Instant until) throws SinkException {
        throw new SinkException(SinkException.Kind.INVALID, key, "hold of '" + key + "': this sink can't hold objects");
    }

    /** Lets go of connections and threads. Objects stay. Closing twice is harmless (C3). */
    @Override
    void close();
}
