package dev.perigee.core.look;

/**
 * What a key, or all keys below a prefix, weigh.
 *
 * @param name the key or the prefix, as text
 * @param keys how many keys there are now
 * @param bytes what these keys and their values weigh, in bytes
 * @param revisions how many revisions are held of all keys that were ever there, tombstones included; of a live cluster 1 for each key
 * @param held what all these revisions weigh, in bytes
 */
public record Weight(String name, long keys, long bytes, long revisions, long held) {

    /** Nothing yet. */
    static Weight of(String name) {
        return new Weight(name, 0, 0, 0, 0);
    }

    Weight plus(long size, boolean live) {
        return new Weight(name, keys + (live ? 1 : 0), bytes + (live ? size : 0), revisions + 1, held + size);
    }
}
