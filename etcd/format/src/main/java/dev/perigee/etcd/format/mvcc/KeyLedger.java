package dev.perigee.etcd.format.mvcc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Remembers of every row whose key it is, and tells at the end which rows are the last of their keys.
 *
 * <p>A key is remembered as 126 bits of a keyed hash, not as itself. Two of n keys are taken for one with a probability
 * of n²/2^127: for a thousand million keys 6·10^-21, far below that of a memory error; and since the hash's key is chosen
 * anew each time, nobody can store keys that collide.
 *
 * <p>Rows are spread over {@value #SHARDS} shards by their hash and the shards settled one by one, so that memory doesn't
 * follow the number of keys. A row takes 16 bytes, or 24 if its place is asked for: the first {@value
 * RecordStore#MEMORY} bytes in memory, the rest in a temporary file. Not safe for many threads.
 */
public final class KeyLedger implements AutoCloseable {

    static final int SHARDS = 1024;

    private static final int SHARD_SHIFT = 64 - 10;
    private static final int BLOCK = 512;

    private final boolean places;
    private final int width;
    private final int blockEnd;
    private final RecordStore blocks;
    private final RecordStore.Page read = new RecordStore.Page();
    private final long[][] open = new long[SHARDS][];
    private final int[] used = new int[SHARDS];
    private final LongList[] closed = new LongList[SHARDS];
    private long rows;

    /**
     * An empty ledger.
     *
     * @param places whether {@link Settled#isKept} will be asked
     * @param arena memory for the records
     * @param temporary a directory for what doesn't fit into memory; used only then
     */
    public KeyLedger(boolean places, Arena arena, Path temporary) {
        this.places = places;
        this.width = places ? 3 : 2;
        this.blockEnd = BLOCK - BLOCK % width;
        this.blocks = new RecordStore(arena, temporary);
    }

    /**
     * Adds the next row.
     *
     * @param first 64 bits of the key's hash
     * @param second 64 more
     * @param tombstone whether the row deletes the key
     * @throws IOException if the temporary file can't be written
     */
    public void add(long first, long second, boolean tombstone) throws IOException {
        int shard = (int) (first >>> SHARD_SHIFT);
        long[] block = open[shard];
        if (block == null) {
            block = new long[BLOCK];
            open[shard] = block;
        }
        int at = used[shard];
        block[at] = tombstone ? first & ~1L : first | 1L;
        block[at + 1] = second | 1L;
        if (places) {
            block[at + 2] = rows;
        }
        used[shard] = at + width;
        rows++;
        if (used[shard] == blockEnd) {
            close(shard);
        }
    }

    private void close(int shard) throws IOException {
        if (closed[shard] == null) {
            closed[shard] = new LongList();
        }
        closed[shard].add(blocks.append(MemorySegment.ofArray(open[shard])));
        used[shard] = 0;
    }

    /**
     * How many rows were added.
     *
     * @return 0 or more
     */
    public long rows() {
        return rows;
    }

    /**
     * Finds the last row of each key.
     *
     * @param upTo how many rows, from the first, count
     * @return what was found
     * @throws IOException if the temporary file can't be read
     */
    public Settled settle(long upTo) throws IOException {
        RowSet kept = places ? new RowSet(upTo) : new RowSet(0);
        long live = 0;
        long liveThen = 0;
        ShardTable table = new ShardTable(places);
        long[] block = new long[BLOCK];
        for (int shard = 0; shard < SHARDS; shard++) {
            if (open[shard] == null) {
                continue;
            }
            fill(table, shard, block, upTo);
            live += table.live();
            liveThen += table.keepInto(kept);
        }
        return new Settled(live, liveThen, kept);
    }

    private void fill(ShardTable table, int shard, long[] block, long upTo) throws IOException {
        LongList full = closed[shard] == null ? new LongList() : closed[shard];
        table.reset((long) full.size() * (blockEnd / width) + used[shard] / width);
        for (int i = 0; i < full.size(); i++) {
            MemorySegment.copy(blocks.read(full.get(i), read), ValueLayout.JAVA_LONG, 0, block, 0, BLOCK);
            table.addAll(block, blockEnd, upTo);
        }
        table.addAll(open[shard], used[shard], upTo);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }

    /**
     * Which rows are the last of their keys.
     *
     * @param liveKeys how many keys' last row, of all rows, isn't a tombstone
     * @param liveKeysThen the same of the rows that count; 0 if places weren't recorded
     * @param kept the rows, of those that count, that are the last of their key and not a tombstone
     */
    public record Settled(long liveKeys, long liveKeysThen, RowSet kept) {

        /**
         * Whether a row is the last of its key, of those that count, and not a tombstone.
         *
         * @param row its number, in the order they were added, from 0
         * @return whether it is
         */
        public boolean isKept(long row) {
            return kept.contains(row);
        }
    }

    /** A growing list of numbers. */
    private static final class LongList {

        private long[] values = new long[4];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        long get(int index) {
            return values[index];
        }

        int size() {
            return size;
        }
    }
}
