package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.Download;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.call.CommitPoint;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.s3.ObjectOptions.LockMode;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Refusal;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * S3's requests to one bucket, as one client library makes them: each sends exactly one, with the headers it is given
 * besides the library's own, and throws whatever the library throws. {@link S3Bucket} knows which to send when.
 *
 * <p>Safe for many threads; an interrupt ends a request.
 */
public interface S3Calls extends AutoCloseable {

    /** What the store says beside an answer's body. */
    @FunctionalInterface
    interface Answer {

        /**
         * A header of the answer.
         *
         * @param name in any case
         * @return its value
         */
        Optional<String> header(String name);
    }

    /**
     * An upload in parts has begun.
     *
     * @param upload its id; empty if the answer names none
     * @param answer what else it says
     */
    record Begun(Optional<String> upload, Answer answer) {}

    /**
     * A part that is stored.
     *
     * @param number from 1 up
     * @param etag the store's word for its bytes, in quotes or not
     * @param sha256 its digest in base64, where it was sent along
     */
    record Part(int number, String etag, Optional<String> sha256) {}

    /**
     * An object that comes in.
     *
     * @param answer what is said beside it
     * @param in its bytes
     * @param hangUp ends it at once
     */
    record Opened(Answer answer, InputStream in, Download.HangUp hangUp) {}

    /**
     * PutObject.
     *
     * @param name of the object
     * @param range what to send
     * @param checksum the range's, to be sent along
     * @param headers besides
     * @param commit made when the last byte is out
     * @return the answer
     * @throws Exception if it was refused, or none came
     */
    Answer put(String name, BodyRange range, PartChecksum checksum, Map<String, String> headers, CommitPoint commit)
            throws Exception;

    /**
     * CreateMultipartUpload.
     *
     * @param name of the object
     * @param headers besides
     * @return the upload
     * @throws Exception if it was refused, or no answer came
     */
    Begun begin(String name, Map<String, String> headers) throws Exception;

    /**
     * UploadPart.
     *
     * @param name of the object
     * @param upload its id
     * @param number the part's
     * @param range what to send
     * @param checksum the range's, to be sent along
     * @param headers besides
     * @return the answer
     * @throws Exception if it was refused, or none came
     */
    Answer send(
            String name, String upload, int number, BodyRange range, PartChecksum checksum, Map<String, String> headers)
            throws Exception;

    /**
     * CompleteMultipartUpload.
     *
     * @param name of the object
     * @param upload its id
     * @param parts all of them, in order
     * @param headers besides
     * @return the answer; empty if it doesn't say that the object is there
     * @throws Exception if it was refused, or none came
     */
    Optional<Answer> complete(String name, String upload, List<Part> parts, Map<String, String> headers)
            throws Exception;

    /**
     * AbortMultipartUpload.
     *
     * @param name of the object
     * @param upload its id
     * @throws Exception if it was refused, or no answer came
     */
    void abort(String name, String upload) throws Exception;

    /**
     * GetObject.
     *
     * @param name of the object
     * @param offset the first byte to ask for; 0 asks for no range
     * @param headers besides
     * @return the object
     * @throws Exception if it was refused, or no answer came
     */
    Opened get(String name, long offset, Map<String, String> headers) throws Exception;

    /**
     * HeadObject.
     *
     * @param name of the object
     * @param version empty for the current one
     * @param headers besides
     * @return the answer
     * @throws Exception if it was refused, or none came
     */
    Answer head(String name, Optional<String> version, Map<String, String> headers) throws Exception;

    /**
     * DeleteObject.
     *
     * @param name of the object
     * @param version empty for the current one
     * @return the answer
     * @throws Exception if it was refused, or none came
     */
    Answer delete(String name, Optional<String> version) throws Exception;

    /**
     * GetObjectRetention.
     *
     * @param name of the object
     * @return the current version's lock; empty if the answer holds none
     * @throws Exception if it was refused, as where there is none, or no answer came
     */
    Optional<ObjectLock.Hold<LockMode>> held(String name) throws Exception;

    /**
     * PutObjectRetention, which doesn't bypass what there is.
     *
     * @param name of the object
     * @param hold for its current version
     * @throws Exception if it was refused, or no answer came
     */
    void hold(String name, ObjectLock.Hold<LockMode> hold) throws Exception;

    /**
     * ListObjectsV2.
     *
     * @param prefix of the names
     * @param after a name that comes before all that are wanted; empty to begin
     * @param limit the most names to give
     * @return the page
     * @throws Exception if it was refused, or no listing came
     */
    AscendingPages.Page list(String prefix, String after, int limit) throws Exception;

    /**
     * ListObjectVersions.
     *
     * @param name of the object
     * @param from where the page before has ended; empty to begin
     * @return those of that name alone
     * @throws Exception if it was refused, or no answer came
     */
    VersionPages.Page versions(String name, Optional<VersionPages.Marker> from) throws Exception;

    /**
     * CreateBucket.
     *
     * @param locks whether it is to hold objects
     * @throws Exception if it was refused, or no answer came
     */
    void createBucket(boolean locks) throws Exception;

    /**
     * The store's answer in a failure.
     *
     * @param thrown by a call
     * @return empty if the store has not answered, or not as a store does
     */
    Optional<Refusal> refusal(Throwable thrown);

    /**
     * Explains a failure in which no store has answered.
     *
     * @param attempt what was being done
     * @param thrown by a call
     * @return a kind, a sentence and a cure
     */
    SinkException explain(Attempt attempt, Throwable thrown);

    @Override
    void close();
}
