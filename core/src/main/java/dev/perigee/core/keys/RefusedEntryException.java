package dev.perigee.core.keys;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;

/** An entry that the cluster doesn't take. */
public final class RefusedEntryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException reason;

    /**
     * An entry of a file.
     *
     * @param file the file's name
     * @param entry the entry at fault; only its key and place are told
     * @param reason what the cluster said; holds no value
     */
    RefusedEntryException(String file, Placed entry, IOException reason) {
        super(
                file + ": entry " + entry.position() + ", key " + entry.entry().key() + ": " + FailureWords.of(reason),
                reason);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return what the cluster said
     */
    public IOException reason() {
        return reason;
    }
}
