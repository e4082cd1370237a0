package dev.perigee.etcd.format.bbolt;

import static dev.perigee.etcd.format.bbolt.PageFormat.BRANCH;
import static dev.perigee.etcd.format.bbolt.PageFormat.BRANCH_CHILD;
import static dev.perigee.etcd.format.bbolt.PageFormat.BRANCH_KEY_LENGTH;
import static dev.perigee.etcd.format.bbolt.PageFormat.BRANCH_POS;
import static dev.perigee.etcd.format.bbolt.PageFormat.COUNT;
import static dev.perigee.etcd.format.bbolt.PageFormat.ELEMENT;
import static dev.perigee.etcd.format.bbolt.PageFormat.FLAGS;
import static dev.perigee.etcd.format.bbolt.PageFormat.HEADER;
import static dev.perigee.etcd.format.bbolt.PageFormat.LEAF;
import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Walks one tree from its root to every leaf in order. Damage is recorded; the walk goes on beside it. */
final class TreeWalk {

    /** Two children a page make 2^64 leaves of it: no real tree is deeper. */
    static final int DEEPEST = 64;

    private final PageReader reader;
    private final CondensedLeaves condensed;
    private final BranchFrames frames;
    private final Place place;
    private final KeyOrder order;
    private final LeafWalk leaves;

    TreeWalk(
            PageReader reader,
            CondensedLeaves condensed,
            BranchFrames frames,
            Place place,
            KeyOrder order,
            LeafWalk leaves) {
        this.reader = reader;
        this.condensed = condensed;
        this.frames = frames;
        this.place = place;
        this.order = order;
        this.leaves = leaves;
    }

    void from(long root) throws IOException {
        page(root, 0);
    }

    /** Looks only at the last leaf, and on the way to it only at what leads there. */
    void last(long root) throws IOException {
        long number = root;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<MemorySegment> page = reader.reach(number, BRANCH | LEAF, place);
            if (page.isEmpty()) {
                return;
            }
            if (page.get().get(U16, FLAGS) == LEAF) {
                leaves.page(page.get(), number, reader.pageSize());
                return;
            }
            int count = Short.toUnsignedInt(page.get().get(U16, COUNT));
            if (!countIsSound(page.get(), number, count)) {
                return;
            }
            number = page.get().get(U64, HEADER + (count - 1L) * ELEMENT + BRANCH_CHILD);
        }
        place.found(Fault.DEPTH, number, "lies deeper than " + DEEPEST + " levels");
    }

    private void page(long number, int depth) throws IOException {
        if (depth == DEEPEST) {
            place.found(Fault.DEPTH, number, "lies deeper than " + DEEPEST + " levels");
            return;
        }
        Optional<CondensedLeaf> gone = condensed.at(number);
        if (gone.isPresent()) {
            gone(gone.get(), number);
            return;
        }
        Optional<MemorySegment> found = reader.reach(number, BRANCH | LEAF, place);
        if (found.isEmpty()) {
            return;
        }
        MemorySegment page = found.get();
        if (page.get(U16, FLAGS) == LEAF) {
            leaves.page(page, number, reader.pageSize());
        } else {
            branch(page, number, depth);
        }
    }

    private void gone(CondensedLeaf leaf, long number) throws IOException {
        if (reader.isReachedOnce(number, leaf.overflow(), place)) {
            leaves.condensed(leaf, number);
        }
    }

    private void branch(MemorySegment view, long number, int depth) throws IOException {
        int count = Short.toUnsignedInt(view.get(U16, COUNT));
        if (!countIsSound(view, number, count)) {
            return;
        }
        if (!frames.holds(view)) {
            place.found(Fault.PAGE_OVERFLOW, number, "is a branch longer than any that bbolt writes");
            return;
        }
        MemorySegment page = frames.keep(view, depth);
        long end = HEADER + (long) count * ELEMENT;
        for (int i = 0; i < count; i++) {
            long element = HEADER + (long) i * ELEMENT;
            long at = element + Integer.toUnsignedLong(page.get(U32, element + BRANCH_POS));
            long length = Integer.toUnsignedLong(page.get(U32, element + BRANCH_KEY_LENGTH));
            if (!keyIsSound(page, number, i, at, length, end)) {
                return;
            }
            order.show(page, at, (int) length, true);
            page(page.get(U64, element + BRANCH_CHILD), depth + 1);
            end = at + length;
        }
        if (end < page.byteSize() - reader.pageSize()) {
            place.found(Fault.ELEMENT_GAP, number, PageReader.unclaimed(page.byteSize() - end) + "behind its last key");
        }
    }

    private boolean countIsSound(MemorySegment page, long number, int count) {
        if (count == 0 || count > PageReader.capacity(page)) {
            place.found(Fault.ELEMENT_COUNT, number, "is a branch of " + count + " children, which can't be");
            return false;
        }
        return true;
    }

    private boolean keyIsSound(MemorySegment page, long number, int index, long at, long length, long free) {
        if (at < free || at + length > page.byteSize()) {
            place.found(Fault.ELEMENT_BOUNDS, number, "holds the key of child " + index + " outside of it");
        } else if (at > free) {
            place.found(
                    Fault.ELEMENT_GAP,
                    number,
                    PageReader.unclaimed(at - free) + "before the key of child " + index + ": a child may be lost");
        } else if (length == 0 || length > PageFormat.MAX_KEY) {
            place.found(Fault.KEY_LENGTH, number, "has a key of " + length + " bytes for child " + index);
        } else if (index == 0 ? !order.admits(page, at, (int) length) : !order.isAbove(page, at, (int) length)) {
            place.found(Fault.KEY_ORDER, number, "breaks the order of keys at child " + index);
        } else {
            return true;
        }
        return false;
    }
}
