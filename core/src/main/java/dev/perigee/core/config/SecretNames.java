package dev.perigee.core.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Guesses from its name whether a setting is a secret. Errs on the side of hiding. */
final class SecretNames {

    static final String MASK = "••••";

    private static final List<String> WORDS = List.of("password", "passwd", "secret", "token", "credential", "key");

    private static final Pattern USER_OF_URL = Pattern.compile("://[^/@\\s]+@");

    private SecretNames() {}

    /** Whether the value must not be shown: a name like a secret's, and not the name of a file that holds one. */
    static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return !name.endsWith("-file") && WORDS.stream().anyMatch(name::contains);
    }

    /** A value that may be shown, without the user and password that a URL may carry. */
    static String shown(String value) {
        return USER_OF_URL.matcher(value).replaceAll("://" + MASK + "@");
    }
}
