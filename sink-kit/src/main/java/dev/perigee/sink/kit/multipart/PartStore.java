package dev.perigee.sink.kit.multipart;

import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.words.LeftBehind;
import java.util.List;

/**
 * A store that takes an object in parts, for one object: what {@link MultipartUpload} drives.
 *
 * @param <P> what the store has to be told of a part at the end
 * @param <R> what it answers at the end
 */
public interface PartStore<P, R> {

    /**
     * Begins an upload.
     *
     * @return its id
     * @throws Exception if it can't be begun
     */
    String begin() throws Exception;

    /**
     * Sends a part. Called from several threads at once, and interrupted when another part has failed.
     *
     * @param upload its id
     * @param number the part's, from 1 up
     * @param range what to send
     * @param checksum the range's
     * @return the part, once the store has shown that it has these bytes
     * @throws Exception if it doesn't
     */
    P send(String upload, int number, BodyRange range, PartChecksum checksum) throws Exception;

    /**
     * Makes one object of the parts. Its answer is waited for.
     *
     * @param upload its id
     * @param parts all of them, in order
     * @return the store's answer
     * @throws Exception if there is no object now, or nobody knows
     */
    R complete(String upload, List<P> parts) throws Exception;

    /**
     * Takes an upload back. Called when no part travels any more; an upload that is gone already is no failure.
     *
     * @param upload its id
     * @throws LeftBehind if its parts stay in the store
     * @throws InterruptedException if the thread was interrupted
     */
    void abort(String upload) throws LeftBehind, InterruptedException;
}
