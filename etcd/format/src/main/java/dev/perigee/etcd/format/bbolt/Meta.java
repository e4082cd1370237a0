package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import dev.perigee.etcd.format.hash.Fnv1a64;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A meta page: where a transaction's tree begins, and how many pages there are.
 *
 * @param pageSize in bytes; as it was read, unchecked
 * @param root the page number of the root bucket's root
 * @param sequence the root bucket's sequence, 0 in etcd
 * @param freelist the page number of the freelist, or {@link #NO_FREELIST}
 * @param pages how many pages were ever allocated; every page number is less
 * @param transaction the transaction's number
 */
public record Meta(int pageSize, long root, long sequence, long freelist, long pages, long transaction) {

    /** No freelist is stored: a page is free if nothing leads to it. So etcd does on Linux. */
    public static final long NO_FREELIST = -1L;

    /** How many bytes header and meta take at the start of the page. */
    public static final int BYTES = HEADER + 64;

    /** The first four bytes of a meta. */
    public static final int MAGIC = 0xED0CDAED;

    private static final int VERSION = 2;
    private static final int CHECKED = 56;

    /**
     * Reads a meta page.
     *
     * @param page at least {@link #BYTES}
     * @return the meta; empty if mark, version or checksum are wrong
     */
    public static Optional<Meta> read(MemorySegment page) {
        MemorySegment meta = page.asSlice(HEADER, 64);
        boolean valid = meta.get(U32, 0) == MAGIC
                && meta.get(U32, 4) == VERSION
                && meta.get(U64, CHECKED) == Fnv1a64.of(meta, 0, CHECKED);
        return valid ? Optional.of(fields(meta)) : Optional.empty();
    }

    private static Meta fields(MemorySegment meta) {
        return new Meta(
                meta.get(U32, 8),
                meta.get(U64, 16),
                meta.get(U64, 24),
                meta.get(U64, 32),
                meta.get(U64, 40),
                meta.get(U64, 48));
    }

    /**
     * Writes a meta page: header, meta, checksum.
     *
     * @param page at least {@link #BYTES}; the rest is left alone
     * @param number which of the two: 0 or 1
     */
    public void write(MemorySegment page, int number) {
        page.set(U64, PageFormat.ID, number);
        page.set(U16, PageFormat.FLAGS, (short) PageFormat.META);
        page.set(U16, PageFormat.COUNT, (short) 0);
        page.set(U32, PageFormat.OVERFLOW, 0);
        MemorySegment meta = page.asSlice(HEADER, 64);
        meta.set(U32, 0, MAGIC);
        meta.set(U32, 4, VERSION);
        meta.set(U32, 8, pageSize);
        meta.set(U32, 12, 0);
        meta.set(U64, 16, root);
        meta.set(U64, 24, sequence);
        meta.set(U64, 32, freelist);
        meta.set(U64, 40, pages);
        meta.set(U64, 48, transaction);
        meta.set(U64, CHECKED, Fnv1a64.of(meta, 0, CHECKED));
    }
}
