package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.CondensedLeaf;
import dev.perigee.etcd.format.bbolt.CondensedLeaves;
import dev.perigee.etcd.format.bbolt.DatabaseWalk;
import dev.perigee.etcd.format.bbolt.DeclinedException;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.LoneLeaf;
import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import dev.perigee.etcd.format.bbolt.PageSource;
import dev.perigee.etcd.format.bbolt.PageStream;
import dev.perigee.etcd.format.hash.SipHash128;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept of a database whose bytes have passed, so that it can be walked then: leaves of rows condensed, whatever else
 * may be a page whole. What isn't found on the walk, or isn't sound, makes it end with a {@link DeclinedException}.
 *
 * <p>Memory: four bytes for each page on the heap; off it, {@value RecordStore#MEMORY} bytes, beyond that a temporary file of at
 * most half the database's length. Not safe for many threads.
 */
public final class PassedPages implements PageStream.Visitor, CondensedLeaves, AutoCloseable {

    /** 32 GiB in pages of 4 KiB, four times what etcd is made for. */
    private static final long MOST_PAGES = 1 << 23;

    /** A place is an int: of 16 GiB. */
    private static final long MOST_PLACES = Integer.MAX_VALUE;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final Arena arena;
    private final RecordStore store;
    private final RecordStore.Page leafRead = new RecordStore.Page();
    private final LeafCondenser condenser;
    private final CondensedRows rows;
    private final long mostKept;
    private Optional<Meta> meta = Optional.empty();
    private Optional<LoneLeaf> leaves = Optional.empty();

    /** Where each page is kept, in longs and one more; negative for a condensed one; 0 for none. */
    private int[][] places = new int[0][];

    /**
     * Nothing yet.
     *
     * @param length of the database
     * @param fingerprint with a key that nobody can foresee
     * @param arena memory
     * @param temporary a directory for what doesn't fit into memory; used only then
     */
    public PassedPages(long length, SipHash128 fingerprint, Arena arena, Path temporary) {
        this.arena = arena;
        this.store = new RecordStore(arena, temporary);
        this.condenser = new LeafCondenser(fingerprint);
        this.rows = new CondensedRows(condenser.kinds());
        this.mostKept = Math.min(RecordStore.MEMORY + length / 2, MOST_PLACES * Long.BYTES);
    }

    @Override
    public void meta(Meta found) throws DeclinedException {
        if (found.pages() > MOST_PAGES) {
            throw new DeclinedException("there are more pages than are kept in mind");
        }
        meta = Optional.of(found);
        leaves = Optional.of(new LoneLeaf(arena, found.pageSize()));
        places = new int[(int) (found.pages() >>> CHUNK_BITS) + 1][];
    }

    @Override
    public void page(long number, MemorySegment page) throws IOException {
        MemorySegment condensed = page.get(PageFormat.U16, PageFormat.FLAGS) == PageFormat.LEAF
                ? condenser.condensed(leaves.orElseThrow(), number, page)
                : MemorySegment.NULL;
        boolean whole = condensed.byteSize() == 0;
        long at = store.append(whole ? page : condensed);
        if (store.size() > mostKept) {
            throw new DeclinedException("too much of it would have to be kept");
        }
        int place = (int) (at / Long.BYTES) + 1;
        put(number, whole ? place : -place);
    }

    private void put(long number, int place) {
        int chunk = (int) (number >>> CHUNK_BITS);
        if (places[chunk] == null) {
            places[chunk] = new int[1 << CHUNK_BITS];
        }
        places[chunk][(int) number & CHUNK_MASK] = place;
    }

    private int place(long number) {
        boolean exists = number >= 0 && number >>> CHUNK_BITS < places.length;
        int[] chunk = exists ? places[(int) (number >>> CHUNK_BITS)] : null;
        return chunk == null ? 0 : chunk[(int) number & CHUNK_MASK];
    }

    /**
     * The live meta.
     *
     * @return empty until it has passed
     */
    public Optional<Meta> meta() {
        return meta;
    }

    /**
     * A walk of what is kept.
     *
     * @param memory for the walk
     * @param findings is told of damage
     * @return the walk, to be made before another one
     */
    public DatabaseWalk walk(Arena memory, Findings findings) {
        return new DatabaseWalk(meta.orElseThrow(), source(), source(), this, memory, findings);
    }

    private PageSource source() {
        RecordStore.Page read = new RecordStore.Page();
        int pageSize = meta.orElseThrow().pageSize();
        return (offset, length) -> {
            int place = place(offset / pageSize);
            if (place <= 0) {
                throw new DeclinedException("page " + offset / pageSize + " is needed, and wasn't kept");
            }
            return store.read((place - 1L) * Long.BYTES, read).asSlice(0, length);
        };
    }

    @Override
    public Optional<CondensedLeaf> at(long page) throws IOException {
        int place = place(page);
        if (place >= 0) {
            return Optional.empty();
        }
        rows.of(store.read((-place - 1L) * Long.BYTES, leafRead));
        return Optional.of(rows);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
