package dev.perigee.core.companions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names of keys in an API server's EncryptionConfiguration. Reads no key: of YAML and JSON only the words are looked
 * at that name a provider or a key, in their order.
 */
final class EncryptionConfiguration {

    private static final int LONGEST = 1 << 20;
    private static final Pattern KIND =
            Pattern.compile("(?m)[\"']?\\bkind[\"']?\\s*:\\s*[\"']?EncryptionConfiguration\\b");
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");
    private static final Pattern WORD =
            Pattern.compile("(?<![\\w-])[\"']?(aescbc|aesgcm|secretbox|kms|identity|name)[\"']?"
                    + "\\s*:(?=[\\s{\\[\"'])[ \\t]*[\"']?([^\\s,\"'{}\\[\\]]*)");

    private EncryptionConfiguration() {}

    /** The keys as the values' beginnings name them, {@code aescbc:key-2026-11}; empty if it is another file. */
    static Optional<List<String>> keys(byte[] file) {
        if (file.length > LONGEST) {
            return Optional.empty();
        }
        String text = COMMENT.matcher(new String(file, StandardCharsets.UTF_8)).replaceAll("");
        return KIND.matcher(text).find() ? Optional.of(names(text)) : Optional.empty();
    }

    private static List<String> names(String text) {
        SortedSet<String> names = new TreeSet<>();
        String provider = "";
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            if (!words.group(1).equals("name")) {
                provider = words.group(1);
            } else if (!provider.isEmpty() && !words.group(2).isEmpty()) {
                names.add(provider + ":" + words.group(2));
            }
        }
        return List.copyOf(names);
    }
}
