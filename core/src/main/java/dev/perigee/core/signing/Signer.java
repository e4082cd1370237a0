package dev.perigee.core.signing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of OpenSSH's list of allowed signers.
 *
 * @param principals who has the key
 * @param namespaces what it may sign, as patterns; empty for everything
 * @param after from when on; empty for ever
 * @param before until when; empty for ever
 * @param key the key
 */
record Signer(
        String principals, List<String> namespaces, Optional<Instant> after, Optional<Instant> before, SshKey key) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final int DATE = 8;
    private static final int MINUTES = 12;
    private static final int SECONDS = 14;

    static Signer parse(String line) throws SignatureException {
        List<String> words = words(line);
        if (words.size() < 3) {
            throw new SignatureException("a line has principals, a key's type and the key");
        }
        boolean bare = words.get(1).equals(SshKey.TYPE);
        List<String> options = bare ? List.of() : options(words.get(1));
        int type = bare ? 1 : 2;
        if (!words.get(type).equals(SshKey.TYPE) || words.size() <= type + 1) {
            throw new SignatureException("only keys of the type " + SshKey.TYPE + " are taken");
        }
        return new Signer(
                words.getFirst(),
                value(options, "namespaces")
                        .map(names -> List.of(names.split(",")))
                        .orElse(List.of()),
                time(options, "valid-after"),
                time(options, "valid-before"),
                key(words.get(type + 1)));
    }

    private static SshKey key(String base64) throws SignatureException {
        try {
            return SshKey.ofBlob(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new SignatureException("its key is no base64");
        }
    }

    /** Split at blanks that aren't within quotes. */
    private static List<String> words(String line) {
        return split(line.strip(), " \t").stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> split(String text, String separators) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (!quoted && separators.indexOf(c) >= 0) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** One that isn't known may restrict: it is refused. */
    private static List<String> options(String word) throws SignatureException {
        List<String> options = split(word, ",");
        for (String option : options) {
            String name = option.toLowerCase(Locale.ROOT);
            if (!name.startsWith("namespaces=")
                    && !name.startsWith("valid-after=")
                    && !name.startsWith("valid-before=")) {
                throw new SignatureException("it takes namespaces, valid-after, valid-before and keys of the type "
                        + SshKey.TYPE + "; certificates aren't taken");
            }
        }
        return options;
    }

    private static Optional<String> value(List<String> options, String name) {
        return options.stream()
                .filter(option -> option.toLowerCase(Locale.ROOT).startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1).replace("\"", ""))
                .findFirst();
    }

    /** {@code YYYYMMDD[HHMM[SS]][Z]}; without Z by the clock of this machine, as OpenSSH has it. */
    private static Optional<Instant> time(List<String> options, String name) throws SignatureException {
        Optional<String> text = value(options, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean utc = text.get().endsWith("Z");
        String digits = utc ? text.get().substring(0, text.get().length() - 1) : text.get();
        if (digits.length() != DATE && digits.length() != MINUTES && digits.length() != SECONDS) {
            throw new SignatureException(name + " takes a time such as 20261123Z or 202611230600Z");
        }
        try {
            LocalDateTime time = LocalDateTime.parse(digits + "000000".substring(0, SECONDS - digits.length()), TIME);
            return Optional.of(
                    time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant());
        } catch (DateTimeException e) {
            throw new SignatureException(name + " takes a time such as 20261123Z or 202611230600Z");
        }
    }

    /** Whether it is trusted for such a thing, at whatever time. */
    boolean maySign(String namespace) {
        return namespaces.isEmpty() || namespaces.stream().anyMatch(pattern -> matches(pattern, namespace));
    }

    /** Why it isn't trusted at some time; empty if it is. */
    Optional<String> distrust(Instant time) {
        if (after.isPresent() && time.isBefore(after.get())) {
            return Optional.of("the key of " + principals + " is trusted from " + after.get() + " on only");
        }
        return before.isPresent() && !time.isBefore(before.get())
                ? Optional.of("the key of " + principals + " is trusted until " + before.get() + " only")
                : Optional.empty();
    }

    private static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.strip().toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }
}
