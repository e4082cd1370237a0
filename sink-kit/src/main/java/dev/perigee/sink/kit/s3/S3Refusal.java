package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Quoted;
import java.util.Optional;

/**
 * What a store says when it refuses.
 *
 * @param status of HTTP
 * @param code the store's own; empty where it gives none
 * @param message in its words; may be empty
 * @param retryAfter how many seconds it asks to wait
 * @param region where the bucket is instead
 * @param cause what the client threw; empty where that may hold secrets
 */
public record S3Refusal(
        int status,
        Optional<String> code,
        String message,
        Optional<String> retryAfter,
        Optional<String> region,
        Optional<Throwable> cause) {

    /**
     * Whether the store refuses by that code.
     *
     * @param other a code of S3's
     * @return whether it does
     */
    public boolean is(String other) {
        return code.filter(other::equals).isPresent();
    }

    /**
     * What the store said, in a few words.
     *
     * @return half a sentence
     */
    public String reason() {
        String said = message.isBlank() ? "" : ": " + Quoted.of(message);
        return "the store answered " + status
                + code.map(word -> " " + Quoted.of(word)).orElse("") + said;
    }

    SinkException explain(Attempt attempt) {
        S3ErrorTable verdict = S3ErrorTable.of(status, code, attempt.verb());
        String patience = retryAfter
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        String elsewhere =
                region.map(is -> "; the bucket is in region " + Quoted.of(is)).orElse("");
        return attempt.failed(verdict.kind(), reason() + patience + elsewhere, verdict.hint(), cause);
    }

    /** MinIO and versitygw have no code of their own for it, and the lock's fields take a permission. */
    boolean saysLocked() {
        return message.contains("WORM protected") || message.contains("object lock");
    }

    SinkException held(Attempt attempt) {
        return attempt.failed(
                SinkException.Kind.HELD,
                "an object lock holds it: " + reason(),
                Optional.of("it can be deleted when its retention has passed"),
                cause);
    }
}
