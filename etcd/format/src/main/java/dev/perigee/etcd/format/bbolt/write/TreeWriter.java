package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes one B+tree from entries that come in ascending order, holding one page per level in memory.
 *
 * <p>Not safe for many threads. Several trees may be written through one appender at the same time.
 */
final class TreeWriter {

    private final PageAppender out;
    private final long threshold;
    private final BranchLevel branches;
    private final LeafPage leaf = new LeafPage();
    private byte[] lastKey = new byte[64];
    private int lastKeyLength;
    private boolean anyLeafWritten;

    /**
     * A tree without entries.
     *
     * @param fill how full to make a page, above 0 and at most 1: room left makes later inserts cheap
     */
    TreeWriter(PageAppender out, double fill) {
        this.out = out;
        this.threshold = (long) (out.pageSize() * fill);
        this.branches = new BranchLevel(out, threshold);
    }

    /**
     * A tree that goes on where another was begun.
     *
     * @param fill how full to make a page
     * @param left the pages that are there already, left of what comes: for each level of branches, from the lowest up, at
     *     least one. Without a level there is nothing yet
     */
    TreeWriter(PageAppender out, double fill, List<List<BranchLevel.Child>> left) {
        this.out = out;
        this.threshold = (long) (out.pageSize() * fill);
        this.branches = BranchLevel.after(out, threshold, left);
        this.anyLeafWritten = !left.isEmpty();
    }

    /**
     * Takes the next entry.
     *
     * @param flags {@link PageFormat#BUCKET_FLAG} if the value is a bucket's, else 0
     * @throws IllegalArgumentException if the key isn't above the one before: such a tree can't be searched
     */
    void put(int flags, MemorySegment key, MemorySegment value) throws IOException {
        requireAscending(key);
        long entry = PageFormat.ELEMENT + key.byteSize() + value.byteSize();
        boolean full = leaf.size() + entry > threshold || leaf.count() == LeafPage.MOST_ELEMENTS;
        if (leaf.count() > 0 && full) {
            writeLeaf();
        }
        leaf.add(flags, key, value);
    }

    private void requireAscending(MemorySegment key) {
        MemorySegment last = MemorySegment.ofArray(lastKey).asSlice(0, lastKeyLength);
        if (Keys.compare(last, key) >= 0) {
            throw new IllegalArgumentException(
                    "the key " + Keys.hex(key) + " comes behind " + Keys.hex(last) + "; keys must ascend");
        }
        remember(key);
    }

    private void remember(MemorySegment key) {
        lastKeyLength = (int) key.byteSize();
        if (lastKeyLength > lastKey.length) {
            lastKey = new byte[lastKeyLength];
        }
        MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, lastKey, 0, lastKeyLength);
    }

    private void writeLeaf() throws IOException {
        byte[] firstKey = leaf.count() == 0 ? new byte[0] : leaf.firstKey();
        branches.add(new BranchLevel.Child(firstKey, leaf.writeTo(out)));
        anyLeafWritten = true;
    }

    /**
     * Ends the tree.
     *
     * @return the page id of its root
     */
    long finish() throws IOException {
        if (leaf.count() > 0 || !anyLeafWritten) {
            writeLeaf();
        }
        return branches.finish();
    }

    /**
     * Ends the tree as a bucket.
     *
     * @return the value that stands for it in its parent: the whole bucket if it is small, as bbolt would have it, else
     *     the page id of its root
     */
    byte[] finishBucket() throws IOException {
        boolean small = !anyLeafWritten && leaf.size() <= out.pageSize() / 4;
        if (small && !leaf.holdsBuckets()) {
            return leaf.toInlineBucket();
        }
        return bucketAt(finish());
    }

    /** The value of a bucket whose root is a page of its own. */
    static byte[] bucketAt(long root) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(root)
                .putLong(0)
                .array();
    }
}
