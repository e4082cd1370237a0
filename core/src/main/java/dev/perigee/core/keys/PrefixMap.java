package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * Moves keys from one prefix to another.
 *
 * @param from what a key must start with
 * @param to what takes its place
 */
public record PrefixMap(Bytes from, Bytes to) {

    /**
     * Reads {@code /a=/b}.
     *
     * @param text with one equals sign at least; the first one divides
     * @return the map
     * @throws IllegalArgumentException if there is none
     */
    public static PrefixMap parse(Bytes text) {
        byte[] bytes = text.toByteArray();
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '=') {
                return new PrefixMap(Bytes.of(Arrays.copyOf(bytes, at)), text.from(at + 1));
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no prefix map; it takes FROM=TO, as in /old=/new");
    }

    /**
     * Moves a key by the first map that fits.
     *
     * @param key any key
     * @param maps in order
     * @return the key under its new prefix, or as it was if none fits
     */
    public static Bytes apply(Bytes key, List<PrefixMap> maps) {
        for (PrefixMap map : maps) {
            if (key.startsWith(map.from)) {
                return map.to.concat(key.from(map.from.length()));
            }
        }
        return key;
    }
}
