package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;

/** The keys that several entries are to become, and what the first of them says. Takes 24 bytes a key. */
final class Claims {

    private final KeyPrints repeated;
    private final long[] contents;
    private final long[] positions;

    /** Nothing was claimed yet of the keys that were added more than once; these stay in the set. */
    Claims(KeyPrints targets) {
        targets.retainRepeated();
        this.repeated = targets;
        this.contents = new long[targets.size()];
        this.positions = new long[targets.size()];
    }

    boolean none() {
        return contents.length == 0;
    }

    /**
     * Claims a key for an entry.
     *
     * @param entry under its final key
     * @param position its place, from 1 up over all files
     * @return the place of an earlier entry that says something else; 0 if there is none
     */
    long claim(KeyEntry entry, long position) {
        int at = repeated.indexOf(entry.key());
        if (at < 0 || entry.value().isEmpty()) {
            return 0;
        }
        long content = repeated.print(entry.value().get().concat(hanging(entry)));
        if (positions[at] == 0) {
            positions[at] = position;
            contents[at] = content;
        }
        return contents[at] == content ? 0 : positions[at];
    }

    private static Bytes hanging(KeyEntry entry) {
        return Bytes.of(new byte[] {(byte) (entry.lease() == 0 ? 0 : 1)});
    }
}
