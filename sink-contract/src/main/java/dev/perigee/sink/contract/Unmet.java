package dev.perigee.sink.contract;

import java.util.Optional;

/** Ends a check: the rule is broken. */
final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unmet(String sentence, Optional<Throwable> cause) {
        super(sentence, cause.orElse(null));
    }

    static Unmet because(String sentence) {
        return new Unmet(sentence, Optional.empty());
    }

    static Unmet because(String sentence, Throwable cause) {
        return new Unmet(sentence, Optional.of(cause));
    }

    Outcome outcome() {
        return new Outcome.Failed(String.valueOf(getMessage()), Optional.ofNullable(getCause()));
    }
}
