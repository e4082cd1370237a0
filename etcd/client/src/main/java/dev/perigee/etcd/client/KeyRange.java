package dev.perigee.etcd.client;

import java.util.Arrays;

/**
 * Which keys a call is about.
 *
 * @param from the first key
 * @param end the first key after them; empty for {@code from} alone, one zero byte for all keys from {@code from} on
 */
public record KeyRange(Bytes from, Bytes end) {

    private static final Bytes ZERO = Bytes.of(new byte[1]);

    /**
     * One key.
     *
     * @param key the key
     * @return this key alone
     */
    public static KeyRange of(Bytes key) {
        return new KeyRange(key, Bytes.EMPTY);
    }

    /**
     * Every key there is.
     *
     * @return all keys
     */
    public static KeyRange all() {
        return new KeyRange(ZERO, ZERO);
    }

    /**
     * The keys that begin alike.
     *
     * @param prefix their beginning; empty for all keys
     * @return these keys
     */
    public static KeyRange prefix(Bytes prefix) {
        return prefix.length() == 0 ? all() : new KeyRange(prefix, afterPrefix(prefix.toByteArray()));
    }

    /**
     * Every key from one on.
     *
     * @param from the first one; empty for all keys
     * @return these keys
     */
    public static KeyRange from(Bytes from) {
        return new KeyRange(from.length() == 0 ? ZERO : from, ZERO);
    }

    /**
     * The part of this range that follows a key.
     *
     * @param key the last one that isn't wanted
     * @return the rest
     */
    public KeyRange after(Bytes key) {
        byte[] next = Arrays.copyOf(key.toByteArray(), key.length() + 1);
        return new KeyRange(Bytes.of(next), end);
    }

    /**
     * Whether a key lies in this range.
     *
     * @param key the key
     * @return from the first key on, and before the end
     */
    public boolean holds(Bytes key) {
        if (end.length() == 0) {
            return key.equals(from);
        }
        return key.compareTo(from) >= 0 && (end.equals(ZERO) || key.compareTo(end) < 0);
    }

    /** The prefix with its last byte that isn't 0xff increased; without any such byte there is no end. */
    private static Bytes afterPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, i + 1);
                end[i]++;
                return Bytes.of(end);
            }
        }
        return ZERO;
    }
}
