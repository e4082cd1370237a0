package dev.perigee.sink.contract;

/** Ends a check: the rule says nothing about this sink. */
final class Inapplicable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Inapplicable(String why) {
        super(why);
    }

    Outcome outcome() {
        return new Outcome.NotApplicable(String.valueOf(getMessage()));
    }
}
