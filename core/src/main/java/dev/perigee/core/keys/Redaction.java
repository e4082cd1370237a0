package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which values are secrets, by the look of their key or of the value. Pure. A guess that errs on the side of leaving
 * out: a file made with it is safe to show, not complete.
 *
 * @param keys a value is left out when one of these is found in its key, as text
 * @param values a value is left out when one of these is found in it, as text
 */
public record Redaction(List<Pattern> keys, List<Pattern> values) {

    /** Leaves out nothing. */
    public static final Redaction NONE = new Redaction(List.of(), List.of());

    /**
     * What is taken for a secret unless the configuration says otherwise: keys with a word such as password, token or
     * session in them, Kubernetes' secrets, users, and any JSON value with a member of such a name, among them the
     * keys of a storage sink.
     */
    public static final Redaction DEFAULT = new Redaction(
            patterns(
                    "passw(or)?d",
                    "secret",
                    "token",
                    "credential",
                    "private[-_.]?key",
                    "session",
                    "api[-_.]?key",
                    "/users?(/|$)",
                    "^/registry/secrets/"),
            patterns(
                    "\"[^\"]*(passw(or)?d|secret|token|credential|private_?-?key|access_?-?key|api_?-?key)[^\"]*\"\\s*:",
                    "-----begin [a-z ]*private key-----"));

    /** Copies the lists. */
    public Redaction {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    /**
     * Patterns from regular expressions.
     *
     * @param expressions found anywhere, in whatever case
     * @return compiled
     * @throws java.util.regex.PatternSyntaxException if one isn't a regular expression
     */
    public static List<Pattern> patterns(String... expressions) {
        return List.of(expressions).stream()
                .map(expression -> Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList();
    }

    /**
     * These and further patterns for keys.
     *
     * @param more the user's own
     * @return both
     */
    public Redaction withKeys(List<Pattern> more) {
        return new Redaction(Stream.concat(keys.stream(), more.stream()).toList(), values);
    }

    /**
     * The entry as it may be shown.
     *
     * @param entry any entry
     * @return without its value if it is taken for a secret
     */
    public KeyEntry applyTo(KeyEntry entry) {
        return isSecret(entry) ? entry.withoutValue() : entry;
    }

    private boolean isSecret(KeyEntry entry) {
        return found(keys, entry.key())
                || entry.value().filter(value -> found(values, value)).isPresent();
    }

    private static boolean found(List<Pattern> patterns, Bytes bytes) {
        if (patterns.isEmpty()) {
            return false;
        }
        String text = bytes.utf8().orElseGet(bytes::toString);
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }
}
