package dev.perigee.sink.kit.words;

import java.util.Locale;

/** What is being done to a store. */
public enum Verb {
    /** Storing. */
    PUT,
    /** Storing what is to be held. */
    PUT_HELD,
    /** Reading. */
    GET,
    /** Listing. */
    LIST,
    /** Deleting the current version. */
    DELETE,
    /** Deleting every version. */
    DELETE_ALL_VERSIONS,
    /** Asking until when an object is held. */
    HELD_UNTIL,
    /** Holding until a time. */
    HOLD,
    /** Making the bucket. */
    CREATE_BUCKET;

    /**
     * Whether an object has to be there for it.
     *
     * @return true if its absence is a failure
     */
    public boolean needsObject() {
        return this == GET || this == HELD_UNTIL || this == HOLD;
    }

    /**
     * The word for messages.
     *
     * @return a verb
     */
    public String word() {
        return switch (this) {
            case DELETE_ALL_VERSIONS -> "delete of all versions";
            case PUT_HELD -> "put";
            case HELD_UNTIL -> "look at the hold";
            case CREATE_BUCKET -> "create-bucket";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
