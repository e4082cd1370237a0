package dev.perigee.sink.contract;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in a few words how what came differs from what should have come. */
final class Difference {

    private static final int SHOWN = 6;

    private Difference() {}

    static String between(String what, byte[] expected, byte[] found) {
        if (expected.length != found.length) {
            return "'" + what + "' has " + found.length + " bytes; " + expected.length + " were put";
        }
        return "'" + what + "' differs from what was put at byte " + Arrays.mismatch(expected, found);
    }

    /** Says what two values are, or, of two long collections, only what one has and the other has not. */
    static String of(Object expected, Object found) {
        if (expected instanceof Collection<?> wanted && found instanceof Collection<?> got && wanted.size() > SHOWN) {
            return wanted.size() + " expected, " + got.size() + " found; missing " + brief(without(wanted, got))
                    + ", too many " + brief(without(got, wanted)) + ", twice " + brief(twice(got));
        }
        return "expected " + brief(expected) + ", found " + brief(found);
    }

    private static List<?> without(Collection<?> from, Collection<?> those) {
        Set<?> known = new HashSet<>(those);
        return from.stream().filter(one -> !known.contains(one)).toList();
    }

    private static List<?> twice(Collection<?> all) {
        Set<Object> seen = new HashSet<>();
        return all.stream().filter(one -> !seen.add(one)).toList();
    }

    static String brief(Object value) {
        if (value instanceof Collection<?> many && many.size() > SHOWN) {
            return many.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", ", "[", ", …]")) + " ("
                    + many.size() + ")";
        }
        return String.valueOf(value);
    }
}
