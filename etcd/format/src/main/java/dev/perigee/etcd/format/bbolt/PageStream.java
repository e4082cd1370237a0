package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.BRANCH;
import static dev.perigee.etcd.format.bbolt.PageFormat.FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.FREELIST;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.ID;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF;
import static dev.perigee.etcd.format.bbolt.PageFormat.OVERFLOW;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Cuts a database into pages while its bytes pass, and shows each place where a page could begin by what stands there. Whether it
 * is one, only the root tells, which may come last: free pages still hold what they held when they were in use, and may run on
 * over others that are in use again. So pages that are shown may overlap.
 *
 * <p>Memory: 1 MiB on the heap, and twice the longest page where that is more. Time follows the number of bytes, whatever they are. Not safe
 * for many threads.
 */
public final class PageStream {

    /** Longer pages aren't shown: a request to etcd has 1.5 MiB, and bbolt splits what has more than four entries. */
    static final int LONGEST = 16 << 20;

    /** Two pages of it pass before anything is shown. Only machines with pages of that size have larger ones. */
    private static final int LARGEST_PAGE = 64 << 10;

    /** How many times the bytes of the whole may be shown. What is in use is shown once. */
    private static final int MOST_TIMES = 4;

    /** Is shown what passes. */
    public interface Visitor {

        /**
         * The newest valid meta, before all pages.
         *
         * @param meta plausible for the length
         * @throws IOException to end it; it reaches the caller
         */
        void meta(Meta meta) throws IOException;

        /**
         * What may be a page: a branch, a leaf, or the list of free pages.
         *
         * @param number its number
         * @param page its bytes with all it runs on over; a view that holds only until this returns
         * @throws IOException to end it; it reaches the caller
         */
        void page(long number, MemorySegment page) throws IOException;
    }

    private final Visitor visitor;
    private final long length;
    private Optional<Meta> live = Optional.empty();
    private byte[] window = new byte[1 << 20];
    private MemorySegment bytes = MemorySegment.ofArray(window);
    private int start;
    private int end;
    private long next;
    private long shown;

    /**
     * A stream to come.
     *
     * @param length how many bytes it will have
     * @param visitor is shown its pages
     */
    public PageStream(long length, Visitor visitor) {
        this.length = length;
        this.visitor = visitor;
    }

    /**
     * The next bytes.
     *
     * @param more any number of them; all are taken
     * @throws DeclinedException if these can't be cut into pages
     * @throws IOException from the visitor
     */
    public void update(ByteBuffer more) throws IOException {
        int size = more.remaining();
        reserve(size);
        more.get(window, end, size);
        end += size;
        if (live.isPresent() || begins()) {
            Meta meta = live.orElseThrow();
            while (next < meta.pages() && passes(meta)) {
                start += meta.pageSize();
                next++;
            }
            start = next == meta.pages() ? end : start;
        }
    }

    /**
     * Whether all pages have passed.
     *
     * @return false if more must come
     */
    public boolean isWhole() {
        return live.filter(meta -> next == meta.pages()).isPresent();
    }

    private void reserve(int more) {
        if (window.length - end >= more) {
            return;
        }
        int held = end - start;
        byte[] into = held + more <= window.length ? window : new byte[Integer.highestOneBit((held + more) * 2 - 1)];
        System.arraycopy(window, start, into, 0, held);
        window = into;
        bytes = MemorySegment.ofArray(window);
        start = 0;
        end = held;
    }

    /** Whether both meta pages are there. */
    private boolean begins() throws IOException {
        if (end < Meta.BYTES) {
            return false;
        }
        int pageSize = Meta.read(bytes)
                .map(Meta::pageSize)
                .filter(size -> size >= PageFormat.MIN_PAGE_SIZE && size <= LARGEST_PAGE)
                .orElseThrow(() -> new DeclinedException("the first page is no meta page of a usual size"));
        if (end < 2 * pageSize) {
            return false;
        }
        Meta meta = MetaPages.live(bytes::asSlice, length, new Findings())
                .orElseThrow(() -> new DeclinedException("no meta page is as it should be"));
        visitor.meta(meta);
        live = Optional.of(meta);
        start = 2 * pageSize;
        next = 2;
        return true;
    }

    /** Shows what stands at the next page; false if not all of it has come. */
    private boolean passes(Meta meta) throws IOException {
        if (end - start < meta.pageSize()) {
            return false;
        }
        if (window[start] != (byte) next) { // so it is with most of what isn't a page's beginning, and quickly seen
            return true;
        }
        long size = plausibleSize(meta);
        if (end - start < size) {
            return false;
        }
        if (size > 0) {
            show(size);
        }
        return true;
    }

    private void show(long size) throws IOException {
        shown += size;
        if (shown / MOST_TIMES > length) {
            throw new DeclinedException("too many of what may be pages lie over each other");
        }
        visitor.page(next, bytes.asSlice(start, size));
    }

    /** How long the page is that the header claims; 0 if no page has such a header. */
    private long plausibleSize(Meta meta) {
        MemorySegment header = bytes.asSlice(start, HEADER);
        int flags = header.get(U16, FLAGS);
        long overflow = Integer.toUnsignedLong(header.get(U32, OVERFLOW));
        boolean plausible = header.get(U64, ID) == next
                && (flags == LEAF || flags == BRANCH || (flags == FREELIST && next == meta.freelist()))
                && overflow < meta.pages() - next
                && (1 + overflow) * meta.pageSize() <= LONGEST;
        return plausible ? (1 + overflow) * meta.pageSize() : 0;
    }
}
