package dev.perigee.cli.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** etcd's output formats, as its tools' {@code -w} names them. */
public enum Format {
    /** One line for each row, values joined by a comma and a space. */
    SIMPLE,
    /** An ASCII table. */
    TABLE,
    /** One line of JSON. */
    JSON,
    /** One line for each value: {@code "Name" : value}. */
    FIELDS;

    /**
     * The format's name.
     *
     * @return in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A format by its name.
     *
     * @param label in lower case
     * @return empty if there is none of that name
     */
    public static Optional<Format> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst();
    }
}
