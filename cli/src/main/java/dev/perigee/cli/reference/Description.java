package dev.perigee.cli.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of the command model, which are formats for {@link String#format}. */
final class Description {

    private Description() {}

    static List<String> lines(String... formats) {
        return Arrays.stream(formats)
                .flatMap(format -> String.format(format).lines())
                .toList();
    }

    static String joined(String... formats) {
        return lines(formats).stream().filter(line -> !line.isBlank()).collect(Collectors.joining(" "));
    }

    /** The first sentence, without its full stop. */
    static String summary(String text) {
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end + 1)).replaceFirst("\\.$", "");
    }
}
