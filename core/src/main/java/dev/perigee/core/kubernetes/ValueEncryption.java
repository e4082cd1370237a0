package dev.perigee.core.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How an API server encrypted a value, as the value's beginning says: {@code k8s:enc:PROVIDER:VERSION:KEY:}, of
 * kubernetes' {@code k8s.io/apiserver/pkg/storage/value}.
 *
 * @param provider such as {@code aescbc}, {@code secretbox} or {@code kms}
 * @param key the name of the key in the API server's encryption configuration
 */
public record ValueEncryption(String provider, String key) {

    private static final String MARK = "k8s:enc:";

    /** Provider, version and key are short names. */
    private static final int LONGEST = 512;

    /** What a value's beginning says of it; empty if it isn't encrypted. */
    public static Optional<ValueEncryption> of(String beginning) {
        return of(beginning.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What a value says of it; empty if it isn't encrypted. */
    static Optional<ValueEncryption> of(byte[] value) {
        String start = new String(value, 0, Math.min(value.length, LONGEST), StandardCharsets.ISO_8859_1);
        if (!start.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] words = start.substring(MARK.length()).split(":", 4);
        return words.length == 4 ? Optional.of(new ValueEncryption(words[0], words[2])) : Optional.empty();
    }

    @Override
    public String toString() {
        return provider + ":" + key;
    }
}
