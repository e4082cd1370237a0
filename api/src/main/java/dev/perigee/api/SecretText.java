package dev.perigee.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Reads secrets as people hand them over: in a value, or in a file that some editor or pipe has written. */
final class SecretText {

    /** In bytes. The longest tokens have a few thousand. */
    private static final int LONGEST = 1 << 16;

    private static final char MARK = '\ufeff';

    private SecretText() {}

    static Secret inline(String key, String value) {
        if (value.isBlank()) {
            throw new SettingException(key, "is empty; leave it out, or give it a value");
        }
        return Secret.of(value);
    }

    /** A value without what the file or variable that it comes from has around its text. */
    static String tidy(String value) {
        return withoutLineEnds(withoutMark(value));
    }

    static Secret read(String key, Path file) {
        String secret = withoutMark(decoded(key, file, bytes(key, file)))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElseThrow(() -> new SettingException(key, "names " + file + ", which is empty"));
        return Secret.of(secret);
    }

    private static byte[] bytes(String key, Path file) {
        try (InputStream in = opened(key, file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new SettingException(key, "names " + file + ", which is too long for a secret");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new SettingException(key, "names " + file + ", which doesn't exist");
        } catch (IOException e) {
            throw new SettingException(
                    key,
                    "names " + file + ", which can't be read: "
                            + Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName()));
        }
    }

    /** To open a pipe waits for a writer, perhaps for ever. What a shell hands over has one. */
    private static InputStream opened(String key, Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        boolean handedOver = absolute.startsWith("/dev") || absolute.startsWith("/proc");
        if (!handedOver && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new SettingException(key, "names " + file + ", which is a pipe or a device; it takes a file");
        }
        return Files.newInputStream(file);
    }

    private static String decoded(String key, Path file, byte[] bytes) {
        try {
            return charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new SettingException(key, "names " + file + ", which is no UTF-8 text");
        }
    }

    /** Windows' shells write UTF-16 with a byte-order mark. */
    private static Charset charset(byte[] bytes) {
        boolean little = bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe;
        boolean big = bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff;
        return little || big ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    private static String withoutLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
