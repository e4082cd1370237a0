package dev.perigee.sink.kit.words;

import java.util.Locale;

/** What is being done to a store. */
public enum Verb {
    /** Storing. */
    PUT,
    /** Reading. */
    GET,
    /** Listing. */
    LIST,
    /** Deleting the current version. */
    DELETE,
    /** Deleting every version. */
    DELETE_ALL_VERSIONS,
    /** Making the bucket. */
    CREATE_BUCKET;

    /**
     * The word for messages.
     *
     * @return a verb
     */
    public String word() {
        return switch (this) {
            case DELETE_ALL_VERSIONS -> "delete of all versions";
            case CREATE_BUCKET -> "create-bucket";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
