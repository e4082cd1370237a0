package dev.perigee.sink.kit.words;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.util.Optional;

/**
 * What a store says when it refuses.
 *
 * @param status of HTTP
 * @param code the store's own; empty where it gives none
 * @param message in its words; may be empty
 * @param retryAfter how many seconds it asks to wait
 * @param region where it says that the bucket is
 * @param cause what the client threw; empty where that may hold secrets
 */
public record Refusal(
        int status,
        Optional<String> code,
        String message,
        Optional<String> retryAfter,
        Optional<String> region,
        Optional<Throwable> cause) {

    /**
     * Of a store that tells no regions, by a client whose exceptions may hold secrets.
     *
     * @param status of HTTP
     * @param code the store's own; empty where it gives none
     * @param message in its words; may be empty
     * @param retryAfter how many seconds it asks to wait
     * @return the refusal
     */
    public static Refusal of(int status, Optional<String> code, String message, Optional<String> retryAfter) {
        return new Refusal(status, code, message, retryAfter, Optional.empty(), Optional.empty());
    }

    /**
     * Whether the store refuses by that code.
     *
     * @param other a code of the store's
     * @return whether it does
     */
    public boolean is(String other) {
        return code.filter(other::equals).isPresent();
    }

    /**
     * What sort of failure a status is, where the store's code says no more.
     *
     * @param status of HTTP
     * @return never null
     */
    public static Kind kind(int status) {
        return switch (status) {
            case 401, 403, 407 -> Kind.DENIED;
            case 400, 404 -> Kind.INVALID;
            case 408 -> Kind.UNREACHABLE;
            case 413 -> Kind.TOO_LARGE;
            case 429 -> Kind.BUSY;
            case 507 -> Kind.NO_SPACE;
            default -> status >= 500 ? Kind.BUSY : status < 400 ? Kind.INVALID : Kind.OTHER;
        };
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

    /**
     * Explains it.
     *
     * @param attempt what was being done
     * @param kind what sort of failure it is
     * @param plain the same in plain words; empty where the store's own are plain
     * @param hint the cure; empty where none is known
     * @return the failure
     */
    public SinkException explain(Attempt attempt, Kind kind, Optional<String> plain, Optional<String> hint) {
        String patience = retryAfter
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        return attempt.failed(kind, plain.map(words -> words + ": ").orElse("") + reason() + patience, hint, cause);
    }
}
