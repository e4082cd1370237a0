package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds an entry behind the last one of a bucket by writing new copies of the pages on its right edge: the last leaf and
 * the branches above it. All other pages stay as they are.
 */
final class RightEdge {

    private static final int FEWEST_CHILDREN = 2;

    private final ProvenFile source;
    private final PageAppender out;

    RightEdge(ProvenFile source, PageAppender out) {
        this.source = source;
        this.out = out;
    }

    /**
     * Appends an entry.
     *
     * @param record stands for the bucket in the root; null if there is no such bucket
     * @return the record that stands for it from now on
     */
    byte[] append(byte @Nullable [] record, BucketChange.Append entry) throws IOException {
        long root = record == null ? 0 : ProvenFile.root(record);
        if (root == 0) {
            return appendToInline(record, entry);
        }
        List<BranchLevel.Child> top = appendTo(root, 0, new byte[0], entry);
        return TreeWriter.bucketAt(top.size() == 1 ? top.getFirst().page() : BranchLevel.write(out, top));
    }

    /**
     * A bucket that goes on.
     *
     * @param record stands for it in the root from now on
     * @param keepsPages whether all pages beside its right edge are where they were
     * @param written the entries behind those pages: all, if none was kept
     */
    record Extended(byte[] record, boolean keepsPages, BucketDigest written) {}

    /**
     * Appends any number of entries: the pages on the right edge are begun anew, and the tree grows from there.
     *
     * @param record stands for the bucket in the root; null if there is no such bucket
     * @param more gives the entries
     */
    Extended extend(byte @Nullable [] record, BboltWriter.Filling more) throws IOException {
        long root = record == null ? 0 : ProvenFile.root(record);
        List<List<BranchLevel.Child>> left = new ArrayList<>();
        Optional<MemorySegment> edge = root == 0 ? Optional.empty() : Optional.of(descend(root, left));
        boolean whole = left.stream().noneMatch(List::isEmpty);
        TreeWriter bucket = whole ? new TreeWriter(out, 1.0, left) : new TreeWriter(out, 1.0);
        BucketDigest written = new BucketDigest();
        ProvenFile.Visitor put = (key, value) -> {
            written.entry(key, value);
            bucket.put(0, key, value);
        };
        if (edge.isPresent() && whole) {
            ProvenFile.leaf(edge.get(), put);
        } else if (record != null) {
            source.entries(record, put);
        }
        more.fill(put::entry);
        return new Extended(bucket.finishBucket(), edge.isPresent() && whole, written);
    }

    /** The last leaf; and, from the lowest branch up, what each branch above it holds beside the way to it. */
    private MemorySegment descend(long root, List<List<BranchLevel.Child>> left) throws IOException {
        List<MemorySegment> way = new ArrayList<>();
        way.add(source.page(root, 0));
        source.guarded(() -> {
            while (ProvenFile.isBranch(way.getLast())) {
                List<BranchLevel.Child> children = children(way.getLast());
                BranchLevel.Child last = children.remove(children.size() - 1); // of none, it lies outside
                way.add(source.met(last.page(), way.size()));
                left.addFirst(children);
            }
        });
        return way.getLast();
    }

    private static List<BranchLevel.Child> children(MemorySegment page) {
        List<BranchLevel.Child> children = new ArrayList<>();
        for (int i = 0; i < ProvenFile.count(page); i++) {
            children.add(new BranchLevel.Child(ProvenFile.branchKey(page, i), ProvenFile.child(page, i)));
        }
        return children;
    }

    private byte[] appendToInline(byte @Nullable [] record, BucketChange.Append entry) throws IOException {
        TreeWriter bucket = new TreeWriter(out, 1.0);
        if (record != null) {
            source.entries(record, (key, value) -> bucket.put(0, key, value));
        }
        bucket.put(0, MemorySegment.ofArray(entry.key()), MemorySegment.ofArray(entry.value()));
        return bucket.finishBucket();
    }

    /** The one page, or the two, that stand in the parent for the page given. */
    private List<BranchLevel.Child> appendTo(long id, int depth, byte[] firstKey, BucketChange.Append entry)
            throws IOException {
        MemorySegment page = source.page(id, depth);
        return ProvenFile.isBranch(page)
                ? appendToBranch(page, depth, firstKey, entry)
                : appendToLeaf(id, page, firstKey, entry);
    }

    private List<BranchLevel.Child> appendToLeaf(
            long id, MemorySegment page, byte[] firstKey, BucketChange.Append entry) throws IOException {
        LeafPage leaf = new LeafPage();
        ProvenFile.leaf(page, (key, value) -> leaf.add(0, key, value));
        MemorySegment key = MemorySegment.ofArray(entry.key());
        MemorySegment value = MemorySegment.ofArray(entry.value());
        long size = leaf.size() + PageFormat.ELEMENT + key.byteSize() + value.byteSize();
        if (size <= out.pageSize() || leaf.count() == 0) {
            leaf.add(0, key, value);
            return List.of(new BranchLevel.Child(leafKey(firstKey, leaf), leaf.writeTo(out)));
        }
        byte[] oldKey = leafKey(firstKey, leaf);
        LeafPage next = new LeafPage();
        next.add(0, key, value);
        return List.of(new BranchLevel.Child(oldKey, id), new BranchLevel.Child(entry.key(), next.writeTo(out)));
    }

    /** The key under which the parent knows the page stays; the root is known by none, and takes its own first. */
    private static byte[] leafKey(byte[] known, LeafPage leaf) {
        return known.length > 0 ? known : leaf.firstKey();
    }

    private List<BranchLevel.Child> appendToBranch(
            MemorySegment page, int depth, byte[] firstKey, BucketChange.Append entry) throws IOException {
        List<BranchLevel.Child> children = children(page);
        BranchLevel.Child last = children.removeLast();
        children.addAll(appendTo(last.page(), depth + 1, last.firstKey(), entry));
        byte[] key = firstKey.length > 0 ? firstKey : children.getFirst().firstKey();
        int cut = children.size() - FEWEST_CHILDREN;
        if (size(children) <= out.pageSize() || cut < FEWEST_CHILDREN) {
            return List.of(new BranchLevel.Child(key, BranchLevel.write(out, children)));
        }
        List<BranchLevel.Child> right = children.subList(cut, children.size());
        return List.of(
                new BranchLevel.Child(key, BranchLevel.write(out, children.subList(0, cut))),
                new BranchLevel.Child(right.getFirst().firstKey(), BranchLevel.write(out, right)));
    }

    private static long size(List<BranchLevel.Child> children) {
        return PageFormat.HEADER
                + children.stream().mapToLong(BranchLevel.Child::size).sum();
    }
}
