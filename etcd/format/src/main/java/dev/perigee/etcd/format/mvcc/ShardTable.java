package dev.perigee.etcd.format.mvcc;

import java.util.Arrays;

/**
 * A hash table of one shard's keys: for each, whether it lives, and its last row that counts.
 *
 * <p>Open addressing, at most half full. A slot is free while the second half of its key is 0, which no key's is.
 */
final class ShardTable {

    private static final long NONE = -1;

    private final boolean places;
    private long[] firsts = new long[0];
    private long[] seconds = new long[0];
    private long[] lasts = new long[0];
    private int mask;

    ShardTable(boolean places) {
        this.places = places;
    }

    /** Empties the table and makes room. */
    void reset(long records) {
        int size = Math.toIntExact(Math.max(16, Long.highestOneBit(records) * 4));
        if (firsts.length < size) {
            firsts = new long[size];
            seconds = new long[size];
            lasts = new long[places ? size : 0];
        } else {
            Arrays.fill(seconds, 0, size, 0);
        }
        mask = size - 1;
    }

    void addAll(long[] records, int length, long upTo) {
        if (places) {
            for (int i = 0; i < length; i += 3) {
                addPlaced(records[i], records[i + 1], records[i + 2], upTo);
            }
        } else {
            for (int i = 0; i < length; i += 2) {
                firsts[slot(records[i], records[i + 1])] = records[i];
            }
        }
    }

    private void addPlaced(long first, long second, long row, long upTo) {
        int slot = slot(first, second);
        firsts[slot] = first;
        if (row < upTo) {
            lasts[slot] = (first & 1) == 0 ? NONE : row;
        }
    }

    private int slot(long first, long second) {
        int slot = (int) (second >>> 1) & mask;
        while (seconds[slot] != second || ((firsts[slot] ^ first) & ~1L) != 0) {
            if (seconds[slot] == 0) {
                seconds[slot] = second;
                if (places) {
                    lasts[slot] = NONE;
                }
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    long live() {
        long live = 0;
        for (int slot = 0; slot <= mask; slot++) {
            live += seconds[slot] == 0 ? 0 : firsts[slot] & 1;
        }
        return live;
    }

    /** Adds the last rows that count, and says how many. */
    long keepInto(RowSet kept) {
        long count = 0;
        for (int slot = 0; places && slot <= mask; slot++) {
            if (seconds[slot] != 0 && lasts[slot] != NONE) {
                kept.add(lasts[slot]);
                count++;
            }
        }
        return count;
    }
}
