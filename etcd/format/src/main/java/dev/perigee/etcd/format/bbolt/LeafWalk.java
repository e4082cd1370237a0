package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.COUNT;
import static dev.perigee.etcd.format.bbolt.PageFormat.ELEMENT;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF_FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF_KEY_LENGTH;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF_POS;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF_VALUE_LENGTH;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Shows the entries of one leaf after the other, a page or an inline one, as long as they are sound.
 *
 * <p>Entries must lie one right behind the other, as bbolt writes them. Were they allowed to overlap, a small page could
 * make its reader hash gigabytes; were gaps allowed, a count with a bit less would lose entries unseen.
 */
final class LeafWalk {

    private final Place place;
    private final KeyOrder order;
    private final EntryVisitor visitor;
    private final Entry entry = new Entry();
    private long lastAt;
    private int lastLength;

    LeafWalk(Place place, KeyOrder order, EntryVisitor visitor) {
        this.place = place;
        this.order = order;
        this.visitor = visitor;
    }

    /** A page, which has no more pages behind it than its entries need. */
    void page(MemorySegment page, long number, int pageSize) throws IOException {
        leaf(page, number, page.byteSize() - pageSize, false);
    }

    /** A small bucket's page in its record, which ends with its last entry. */
    void inline(MemorySegment page, long number) throws IOException {
        leaf(page, number, page.byteSize(), true);
    }

    /** A page that was found sound when its bytes passed, but not yet in its place. */
    void condensed(CondensedLeaf leaf, long number) throws IOException {
        MemorySegment first = leaf.firstKey();
        if (!order.admits(first, 0, (int) first.byteSize())) {
            place.found(Fault.KEY_ORDER, number, "breaks the order of keys in entry 0");
            return;
        }
        MemorySegment last = leaf.lastKey();
        order.show(last, 0, (int) last.byteSize(), false);
        visitor.condensed(leaf);
    }

    private void leaf(MemorySegment page, long number, long leastEnd, boolean inline) throws IOException {
        int count = Short.toUnsignedInt(page.get(U16, COUNT));
        if (count > PageReader.capacity(page)) {
            place.found(Fault.ELEMENT_COUNT, number, "claims " + count + " entries, which can't fit into it");
            return;
        }
        entry.page(page, number, inline);
        lastLength = 0;
        long end = HEADER + (long) count * ELEMENT;
        int sound = 0;
        while (sound < count && element(page, number, sound, end) && keyIsSound(page, number, sound)) {
            visitor.entry(entry);
            end = entry.valueAt() + entry.valueLength();
            sound++;
        }
        if (sound == count && end < leastEnd) {
            place.found(
                    Fault.ELEMENT_GAP, number, PageReader.unclaimed(page.byteSize() - end) + "behind its last entry");
        }
        if (lastLength > 0) {
            order.show(page, lastAt, lastLength, false);
        }
        visitor.endOfPage();
    }

    private boolean element(MemorySegment page, long number, int index, long free) {
        long element = HEADER + (long) index * ELEMENT;
        int flags = page.get(U32, element + LEAF_FLAGS);
        long at = element + Integer.toUnsignedLong(page.get(U32, element + LEAF_POS));
        long keyLength = Integer.toUnsignedLong(page.get(U32, element + LEAF_KEY_LENGTH));
        long valueLength = Integer.toUnsignedLong(page.get(U32, element + LEAF_VALUE_LENGTH));
        if (at < free || at + keyLength + valueLength > page.byteSize()) {
            place.found(Fault.ELEMENT_BOUNDS, number, "holds entry " + index + " outside of it, or over another entry");
            return false;
        }
        if (at > free) {
            place.found(
                    Fault.ELEMENT_GAP,
                    number,
                    PageReader.unclaimed(at - free) + "before entry " + index + ": an entry may be lost");
            return false;
        }
        if ((flags & ~PageFormat.BUCKET_FLAG) != 0) {
            place.found(
                    Fault.ELEMENT_FLAGS,
                    number,
                    String.format("gives entry %d the flags %#x, which no entry has", index, flags));
            return false;
        }
        if (keyLength == 0 || keyLength > PageFormat.MAX_KEY) {
            place.found(Fault.KEY_LENGTH, number, "has a key of " + keyLength + " bytes in entry " + index);
            return false;
        }
        entry.element((flags & PageFormat.BUCKET_FLAG) != 0, at, (int) keyLength, valueLength);
        return true;
    }

    private boolean keyIsSound(MemorySegment page, long number, int index) {
        long at = entry.keyAt();
        int length = entry.keyLength();
        boolean sound = index == 0
                ? order.admits(page, at, length)
                : KeyOrder.compare(page, at, length, page, lastAt, lastLength) > 0;
        if (!sound) {
            place.found(Fault.KEY_ORDER, number, "breaks the order of keys in entry " + index);
            return false;
        }
        lastAt = at;
        lastLength = length;
        return true;
    }
}
