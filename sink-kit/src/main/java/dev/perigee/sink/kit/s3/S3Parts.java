package dev.perigee.sink.kit.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.multipart.PartStore;
import dev.perigee.sink.kit.s3.S3Calls.Answer;
import dev.perigee.sink.kit.s3.S3Calls.Part;
import dev.perigee.sink.kit.words.LeftBehind;
import dev.perigee.sink.kit.words.Refusal;
import java.util.List;
import java.util.Optional;

/** One object that goes to S3 in parts. */
final class S3Parts implements PartStore<Part, Answer> {

    private final S3Calls calls;
    private final S3Headers headers;
    private final ObjectKey key;
    private final String name;
    private final PutOptions options;

    /** Whether the answers have yet to say that the store encrypts. */
    private volatile boolean encryptionOpen;

    S3Parts(S3Calls calls, S3Headers headers, ObjectKey key, String name, PutOptions options) {
        this.calls = calls;
        this.headers = headers;
        this.key = key;
        this.name = name;
        this.options = options;
        this.encryptionOpen = headers.storing().encryption().isPresent();
    }

    @Override
    public String begin() throws Exception {
        S3Calls.Begun begun = calls.begin(name, headers.beginParts(options));
        seeEncryption(begun.answer());
        return begun.upload().orElseThrow(() -> PartChecksum.noStore(key));
    }

    /** AWS says it when the upload begins, MinIO with each part. */
    private void seeEncryption(Answer answer) {
        if (encrypts(answer)) {
            encryptionOpen = false;
        }
    }

    /** Whether the store says that it encrypts. */
    static boolean encrypts(Answer answer) {
        return answer.header(Encryption.HEADER)
                .or(() -> answer.header(Encryption.HEADER + "-customer-algorithm"))
                .isPresent();
    }

    @Override
    public Part send(String upload, int number, BodyRange range, PartChecksum checksum) throws Exception {
        Answer answer = calls.send(name, upload, number, range, checksum, headers.goOn());
        seeEncryption(answer);
        requireEncryption();
        String etag = confirm(answer, checksum, key, range);
        return new Part(number, etag, checksum.sha256());
    }

    private void requireEncryption() throws SinkException {
        if (encryptionOpen) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.of(key),
                    "put of '" + key + "': the server takes the wish for encryption and does not encrypt",
                    Optional.of("take out encryption.type, or use a server that has it"),
                    Optional.empty());
        }
    }

    /** The answer's ETag; refuses an answer that doesn't show that the store has these bytes. */
    static String confirm(Answer answer, PartChecksum checksum, ObjectKey key, BodyRange range) throws Exception {
        Optional<String> etag = answer.header("ETag");
        checksum.confirm(key, range, answer.header("x-amz-checksum-sha256"), etag, encrypts(answer));
        return etag.orElseThrow(() -> PartChecksum.noStore(key));
    }

    @Override
    public Answer complete(String upload, List<Part> parts) throws Exception {
        return calls.complete(name, upload, parts, headers.goOn()).orElseThrow(() -> PartChecksum.noStore(key));
    }

    @Override
    public void abort(String upload) throws LeftBehind, InterruptedException {
        try {
            calls.abort(name, upload);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Optional<Refusal> refusal = calls.refusal(e);
            if (refusal.filter(said -> said.is("NoSuchUpload")).isEmpty()) {
                throw LeftBehind.parts(refusal.map(Refusal::reason).orElseGet(() -> String.valueOf(e.getMessage())));
            }
        }
    }
}
