package dev.perigee.cli.output;

import dev.perigee.core.words.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** etcd's output formats, as its tools' {@code -w} names them. */
public enum Format {
    /** One line for each row, values joined by a comma and a space. */
    SIMPLE,
    /** An ASCII table. */
    TABLE,
    /** One line of JSON. */
    JSON,
    /** One line for each value: {@code "Name" : value}. */
    FIELDS,
    /** The message as etcd sends it; etcdctl's commands only. */
    PROTOBUF;

    /** What a command has that shows rows. */
    public static final Set<Format> ALL = Set.copyOf(EnumSet.complementOf(EnumSet.of(PROTOBUF)));

    /** What a command has that shows text, and a JSON document of the same. */
    public static final Set<Format> TEXT_AND_JSON = Set.of(SIMPLE, JSON);

    /**
     * The format's name.
     *
     * @return in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The names of formats.
     *
     * @param formats any
     * @return for a sentence: {@code simple, table or json}
     */
    public static String labels(Set<Format> formats) {
        List<String> labels = Arrays.stream(values())
                .filter(formats::contains)
                .map(Format::label)
                .toList();
        return Words.listed(labels, "or");
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
