package dev.perigee.sink.kit.words;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was being done when something failed: makes a sentence of it. Pure.
 *
 * @param verb what it is
 * @param key the object; empty where no single one is concerned
 * @param place the bucket and its server, as messages name them
 */
public record Attempt(Verb verb, Optional<ObjectKey> key, String place) {

    /**
     * A failure.
     *
     * @param kind its sort
     * @param what happened
     * @param hint the cure
     * @param cause what was thrown; empty where it may hold secrets
     * @return the failure
     */
    public SinkException failed(Kind kind, String what, Optional<String> hint, Optional<? extends Throwable> cause) {
        String subject = verb.word() + key.map(of -> " of '" + of + "'").orElse("") + " in " + place;
        return new SinkException(kind, key, subject + ": " + what, hint, cause.map(Throwable.class::cast));
    }

    /**
     * The caller was interrupted.
     *
     * @return the failure
     */
    public SinkException cancelled() {
        return failed(Kind.CANCELLED, "cancelled", Optional.empty(), Optional.empty());
    }

    /**
     * No answer came.
     *
     * @param e what was thrown; holds no secret
     * @return the failure
     */
    public SinkException unanswered(IOException e) {
        ConnectionFailure failure = ConnectionFailure.of(e);
        return failed(failure.kind(), failure.text() + ": " + words(e), Optional.of(failure.cure()), Optional.of(e));
    }

    /** Where a client's library says which byte it was looking for. */
    private static String words(IOException e) {
        return e instanceof EOFException ? "the server closed it amid the call" : String.valueOf(e.getMessage());
    }

    /**
     * Whatever was thrown. A failure that is explained already is passed on; it gets this attempt's key and place if it has
     * none. What the put has left behind is told with it.
     *
     * @param thrown by the client, or by us within it
     * @param translate explains the rest
     * @return the failure
     */
    public SinkException explain(Throwable thrown, Function<Throwable, SinkException> translate) {
        SinkException told =
                first(thrown, SinkException.class).map(this::placed).orElseGet(() -> translate.apply(thrown));
        return Stream.of(thrown.getSuppressed())
                .filter(LeftBehind.class::isInstance)
                .map(LeftBehind.class::cast)
                .findFirst()
                .map(left -> withAdvice(told, left.advice()))
                .orElse(told);
    }

    private SinkException placed(SinkException e) {
        boolean complete = e.key().isPresent() || String.valueOf(e.getMessage()).startsWith(verb.word());
        return complete ? e : failed(e.kind(), String.valueOf(e.getMessage()), e.hint(), Optional.of(e));
    }

    private static SinkException withAdvice(SinkException e, String advice) {
        return new SinkException(
                e.kind(),
                e.key(),
                String.valueOf(e.getMessage()),
                Optional.of(e.hint().map(hint -> hint + "; ").orElse("") + advice),
                Optional.of(e));
    }

    /**
     * An exception and its causes, as far as they are worth looking at.
     *
     * @param thrown the first
     * @return the outermost first
     */
    public static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(20);
    }

    /**
     * The outermost exception of a type.
     *
     * @param <T> the type
     * @param thrown the first to look at
     * @param type the type
     * @return among it and its causes
     */
    public static <T extends Throwable> Optional<T> first(Throwable thrown, Class<T> type) {
        return causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * The innermost failure of input or output: what it was in the end.
     *
     * @param thrown the first to look at
     * @return among it and its causes
     */
    public static Optional<IOException> innermost(Throwable thrown) {
        return causes(thrown)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .reduce((outer, inner) -> inner);
    }
}
