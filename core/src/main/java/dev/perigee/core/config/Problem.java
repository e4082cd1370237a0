package dev.perigee.core.config;

import java.util.Optional;

/**
 * Something in the configuration that can't be used.
 *
 * @param key the setting from the top of our block, {@code sinks.offsite.retention.keep-last}; a flag or a variable
 *     where it came from there; empty if the file as a whole is concerned
 * @param value the value as written; empty if there is none, or it may be a secret
 * @param message what is wrong and what is allowed, in a sentence that can follow the key
 * @param where {@code file:line}, {@code command line} or {@code environment}
 */
public record Problem(String key, Optional<String> value, String message, String where) {

    /** One line for a person: where, key, message. */
    @Override
    public String toString() {
        return where + ": " + (key.isEmpty() ? "" : key + " ") + message;
    }
}
