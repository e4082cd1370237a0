package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawText;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyCondition;
import dev.perigee.etcd.client.KeyCondition.Comparison;
import dev.perigee.etcd.client.KeyCondition.Subject;
import dev.perigee.etcd.client.TxnQuery.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lines as etcdctl's {@code txn} and {@code watch -i} write them. Pure. */
final class TxnText {

    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^'\"\\s]\\S*[^'\"\\s]?");
    private static final String QUOTED = "(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)";
    private static final Pattern CONDITION =
            Pattern.compile("([^(]*)\\(\\s*" + QUOTED + "\\)\\s+(\\S+)\\s+" + QUOTED + ".*", Pattern.DOTALL);

    private TxnText() {}

    /**
     * The words of a line: bare, in single quotes, or in double quotes with Go's escapes.
     *
     * @throws Failure BAD_INPUT for an escape that there isn't
     */
    static List<String> words(String line) throws Failure {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(line);
        while (found.find()) {
            words.add(word(found.group()));
        }
        return words;
    }

    private static String word(String text) throws Failure {
        return switch (text.charAt(0)) {
            case '\'' -> text.substring(1, text.length() - 1);
            case '"' -> RawText.decode(GoQuote.unquoted(text).toByteArray());
            default -> text;
        };
    }

    /**
     * A condition, such as {@code mod("key") > "0"}.
     *
     * @throws Failure BAD_INPUT if it is none
     */
    static Condition condition(String line) throws Failure {
        Matcher parts = CONDITION.matcher(line);
        if (!parts.matches()) {
            throw bad("malformed comparison: " + line);
        }
        Bytes key = GoQuote.unquoted(parts.group(2));
        Comparison comparison = comparison(parts.group(3), line);
        Bytes value = GoQuote.unquoted(parts.group(4));
        return switch (parts.group(1)) {
            case "ver", "version" -> number(key, Subject.VERSION, comparison, value, line);
            case "c", "create" -> number(key, Subject.CREATE_REVISION, comparison, value, line);
            case "m", "mod" -> number(key, Subject.MOD_REVISION, comparison, value, line);
            case "val", "value" -> new Condition.OfValue(key, comparison, value);
            case "lease" -> new Condition.OfLease(key, comparison, number(value, 16, line));
            default -> throw bad("malformed comparison: " + line + " (unknown target " + parts.group(1) + ")");
        };
    }

    private static Condition number(Bytes key, Subject subject, Comparison comparison, Bytes value, String line)
            throws Failure {
        return new Condition.OfNumber(new KeyCondition(key, subject, comparison, number(value, 10, line)));
    }

    private static long number(Bytes value, int radix, String line) throws Failure {
        try {
            return Long.parseLong(value.text(), radix);
        } catch (NumberFormatException e) {
            throw bad("invalid txn compare request: " + line);
        }
    }

    private static Comparison comparison(String word, String line) throws Failure {
        return switch (word) {
            case "=" -> Comparison.EQUAL;
            case "!=" -> Comparison.NOT_EQUAL;
            case ">" -> Comparison.GREATER;
            case "<" -> Comparison.LESS;
            default -> throw bad("malformed comparison: " + line + " ('" + word + "' is none of = != > <)");
        };
    }

    static Failure bad(String message) {
        return Failure.of(ExitCode.BAD_INPUT, message);
    }
}
