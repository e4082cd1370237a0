package dev.perigee.api;

import java.util.Objects;

/** A password, key or token that no log, exception or dump shows. Compared by value. Immutable. */
public final class Secret {

    private static final String MASK = "••••";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a secret.
     *
     * @param value the secret itself
     * @return the wrapped secret
     */
    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value, "value"));
    }

    /**
     * The secret itself. Hand it to the client library, and to nothing that prints.
     *
     * @return the value
     */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Four dots, whatever the secret. */
    @Override
    public String toString() {
        return MASK;
    }
}
