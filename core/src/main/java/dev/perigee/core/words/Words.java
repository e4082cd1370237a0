package dev.perigee.core.words;

import java.time.Duration;
import java.util.List;

/** Words that sentences are made of: how many there are of something, lists, time spans. Pure. */
public final class Words {

    private Words() {}

    /**
     * So many of something.
     *
     * @param number how many
     * @param noun the thing, for one of it; its plural is made with an s, or with {@code ies} for a {@code y} behind a
     *     consonant
     * @return such as {@code 1 key}, {@code 20 keys} or {@code 2 copies}
     */
    public static String count(long number, String noun) {
        return number + " " + (number == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun.matches(".*[^aeiou]y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    /**
     * One revision or several in a row.
     *
     * @param first the first one
     * @param last the last one
     * @return such as {@code revision 12} or {@code revisions 12 to 20}
     */
    public static String revisions(long first, long last) {
        return first == last ? "revision " + first : "revisions " + first + " to " + last;
    }

    /**
     * Words in a row.
     *
     * @param words any number
     * @param last what stands before the last one, such as {@code or}
     * @return such as {@code a, b or c}
     */
    public static String listed(List<String> words, String last) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " " + last + " " + words.getLast();
    }

    /**
     * A time span in its two largest units.
     *
     * @param span any; a negative one is shown as {@code 0s}
     * @return such as {@code 3d4h} or {@code 12s}
     */
    public static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        if (seconds < 86400) {
            return seconds / 3600 + "h" + seconds / 60 % 60 + "m";
        }
        return seconds / 86400 + "d" + seconds / 3600 % 24 + "h";
    }
}
