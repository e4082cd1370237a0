package dev.perigee.core.config;

import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.encoding.AgeRecipient;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads how a sink wants its backups written: <code>encoding { zstd = on, age { recipients = ["age1…"] } }</code>.
 *
 * @param block the engine's keys of the sink, or of a job
 * @param recipientsKey where recipients stand
 * @param fileKey where the file of further ones is named
 * @param instead what to do where nobody is named
 */
record EncodingReader(Block block, String recipientsKey, String fileKey, String instead) {

    private static final String ZSTD = "encoding.zstd";
    static final String RECIPIENTS = "encoding.age.recipients";
    private static final String FILE = "encoding.age.recipients-file";

    /** A sink's. */
    EncodingReader(Block block) {
        this(block, RECIPIENTS, FILE, "leave it out to encrypt nothing");
    }

    /** Each takes some 110 bytes of every object's header, which no reader takes at any length. */
    private static final int MOST_RECIPIENTS = 64;

    private static final int LONGEST_FILE = 1 << 20;

    EncodingSettings read() {
        return new EncodingSettings(zstd(), recipients());
    }

    List<AgeRecipient> recipients() {
        Set<AgeRecipient> recipients = new LinkedHashSet<>();
        List<String> inPlace = block.texts(recipientsKey, nobody());
        boolean good = true;
        for (String text : inPlace) {
            good &= add(text, recipientsKey, "", recipients);
        }
        Optional<Path> file = block.path(fileKey);
        good &= file.isEmpty() || read(file.get(), recipients);
        if (good && recipients.isEmpty() && (block.has(recipientsKey) || file.isPresent())) {
            block.problem(file.isPresent() ? fileKey : recipientsKey, nobody());
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            block.problem(recipientsKey, "names " + recipients.size() + "; it takes " + MOST_RECIPIENTS + " at most");
        }
        return List.copyOf(recipients);
    }

    private String nobody() {
        return "names nobody, so nobody could read what is encrypted; " + instead;
    }

    private OptionalInt zstd() {
        Optional<String> text = block.text(ZSTD).map(word -> word.toLowerCase(Locale.ROOT));
        return switch (text.orElse("off")) {
            case "off", "no", "false" -> OptionalInt.empty();
            case "on", "yes", "true" -> OptionalInt.of(EncodingSettings.DEFAULT_LEVEL);
            default -> level(text.orElse(""));
        };
    }

    private OptionalInt level(String text) {
        try {
            int level = Integer.parseInt(text);
            if (level >= 1 && level <= EncodingSettings.HIGHEST_LEVEL) {
                return OptionalInt.of(level);
            }
        } catch (NumberFormatException e) {
            // told below, as a level that doesn't exist is
        }
        block.problem(
                ZSTD,
                "is '" + text + "'; it takes off, on (level " + EncodingSettings.DEFAULT_LEVEL
                        + "), or a level from 1 to " + EncodingSettings.HIGHEST_LEVEL);
        return OptionalInt.empty();
    }

    /** Whether there was nothing to complain of. */
    private boolean read(Path file, Set<AgeRecipient> recipients) {
        if (!file.isAbsolute()) {
            block.problem(fileKey, "is '" + file + "'; it takes an absolute path");
            return false;
        }
        try {
            boolean good = true;
            int number = 0;
            for (String line : text(file).lines().toList()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    good &= add(line.strip(), fileKey, file + ":" + number + ": ", recipients);
                }
            }
            return good;
        } catch (IOException e) {
            block.problem(fileKey, "names " + file + ", which can't be read: " + FailureWords.of(e));
            return false;
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = GivenFile.open(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new IOException("it is too long to hold recipients");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private boolean add(String text, String key, String where, Set<AgeRecipient> recipients) {
        try {
            recipients.add(AgeRecipient.parse(text));
            return true;
        } catch (IllegalArgumentException e) {
            block.problem(key, "names a recipient that can't be used: " + where + FailureWords.of(e));
            return false;
        }
    }
}
