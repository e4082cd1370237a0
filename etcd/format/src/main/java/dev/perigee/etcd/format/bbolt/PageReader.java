package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.ID;
import static dev.perigee.etcd.format.bbolt.PageFormat.OVERFLOW;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Reads pages, each once, and believes none of their headers. */
final class PageReader {

    /** No request that etcd takes comes near it; more would let a hostile header eat the machine's memory. */
    static final long LONGEST_PAGE = 512L << 20;

    private final PageSource source;
    private final Meta meta;
    private final PageSet reached;
    private final PageSet free;

    PageReader(PageSource source, Meta meta, PageSet reached, PageSet free) {
        this.source = source;
        this.meta = meta;
        this.reached = reached;
        this.free = free;
    }

    /** Reads the page of this number with all it runs on over, if it is sound and of one of these types. */
    Optional<MemorySegment> reach(long id, int types, Place place) throws IOException {
        if (Long.compareUnsigned(id, 2) < 0 || Long.compareUnsigned(id, meta.pages()) >= 0) {
            place.found(Fault.PAGE_RANGE, id, "can't be: the pages of data are 2 to " + (meta.pages() - 1));
            return Optional.empty();
        }
        MemorySegment page = source.bytes(id * meta.pageSize(), meta.pageSize());
        long overflow = Integer.toUnsignedLong(page.get(U32, OVERFLOW));
        if (!headerIsSound(page, id, types, overflow, place) || !isReachedOnce(id, overflow, place)) {
            return Optional.empty();
        }
        return Optional.of(overflow == 0 ? page : source.bytes(id * meta.pageSize(), (1 + overflow) * meta.pageSize()));
    }

    private boolean headerIsSound(MemorySegment page, long id, int types, long overflow, Place place) {
        long number = page.get(U64, ID);
        int flags = Short.toUnsignedInt(page.get(U16, FLAGS));
        if (number != id) {
            place.found(Fault.PAGE_NUMBER, id, "says in its header that it is page " + Long.toUnsignedString(number));
        } else if ((flags & types) == 0 || Integer.bitCount(flags) != 1) {
            place.found(Fault.PAGE_TYPE, id, String.format("has the type %#x, which doesn't belong there", flags));
        } else if (overflow >= meta.pages() - id || (1 + overflow) * meta.pageSize() > LONGEST_PAGE) {
            place.found(
                    Fault.PAGE_OVERFLOW,
                    id,
                    "claims to run on over " + overflow + " more pages, too many for a file of " + meta.pages());
        } else {
            return true;
        }
        return false;
    }

    /** Notes the page of this number with all it runs on over. */
    boolean isReachedOnce(long id, long overflow, Place place) {
        for (long page = id; page <= id + overflow; page++) {
            if (!reached.add(page)) {
                place.found(Fault.PAGE_TWICE, page, "is reached a second time: a cycle, or a page in two places");
                return false;
            }
            if (free.contains(page)) {
                place.found(Fault.PAGE_FREE, page, "is in use, but on the list of free pages");
                return false;
            }
        }
        return true;
    }

    int pageSize() {
        return meta.pageSize();
    }

    /** Part of a sentence: a gap where bbolt leaves none. */
    static String unclaimed(long bytes) {
        return "leaves " + bytes + " bytes to nobody ";
    }

    /** How many elements of 16 bytes could stand behind the header of this page. */
    static long capacity(MemorySegment page) {
        return (page.byteSize() - HEADER) / PageFormat.ELEMENT;
    }
}
