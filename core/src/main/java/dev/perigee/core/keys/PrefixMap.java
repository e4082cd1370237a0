package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
     * The map that moves a key: the first that fits.
     *
     * @param key any key
     * @param maps in order
     * @return empty if none fits
     */
    public static Optional<PrefixMap> fitting(Bytes key, List<PrefixMap> maps) {
        return maps.stream().filter(map -> key.startsWith(map.from)).findFirst();
    }

    /**
     * Moves a key by the first map that fits.
     *
     * @param key any key
     * @param maps in order
     * @return the key under its new prefix, or as it was if none fits
     */
    public static Bytes apply(Bytes key, List<PrefixMap> maps) {
        return fitting(key, maps)
                .map(map -> map.to.concat(key.from(map.from.length())))
                .orElse(key);
    }

    /**
     * The key that this map would have moved to another.
     *
     * @param moved any key
     * @return empty if this moves no key there
     */
    Optional<Bytes> source(Bytes moved) {
        return moved.startsWith(to) ? Optional.of(from.concat(moved.from(to.length()))) : Optional.empty();
    }

    /** {@code FROM=TO}. */
    @Override
    public String toString() {
        return from + "=" + to;
    }
}
