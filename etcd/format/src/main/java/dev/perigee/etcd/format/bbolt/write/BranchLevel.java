package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level of branch pages under construction.
 *
 * <p>bbolt asserts that a branch page has two children or more, and a server may panic over one that hasn't. So the last
 * finished page is held back until it is certain that its successor can do without its help.
 */
final class BranchLevel {

    private static final int FEWEST_CHILDREN = 2;

    /** A page one level down. */
    record Child(byte[] firstKey, long page) {

        long size() {
            return PageFormat.ELEMENT + firstKey.length;
        }
    }

    private final PageAppender out;
    private final long threshold;
    private List<Child> heldBack = List.of();
    private List<Child> current = new ArrayList<>();
    private long currentSize = PageFormat.HEADER;
    private @Nullable BranchLevel parent;

    BranchLevel(PageAppender out, long threshold) {
        this.out = out;
        this.threshold = threshold;
    }

    /** A level that has children already, at least one, as have the levels above it; one without any if none are given. */
    static BranchLevel after(PageAppender out, long threshold, List<List<Child>> levels) {
        BranchLevel level = new BranchLevel(out, threshold);
        if (!levels.isEmpty()) {
            level.current.addAll(levels.getFirst());
            level.currentSize += level.current.stream().mapToLong(Child::size).sum();
        }
        if (levels.size() > 1) {
            level.parent = after(out, threshold, levels.subList(1, levels.size()));
        }
        return level;
    }

    void add(Child child) throws IOException {
        if (current.size() >= FEWEST_CHILDREN && full(child)) {
            emitHeldBack();
            heldBack = current;
            current = new ArrayList<>();
            currentSize = PageFormat.HEADER;
        }
        current.add(child);
        currentSize += child.size();
    }

    private boolean full(Child child) {
        return currentSize + child.size() > threshold || current.size() == LeafPage.MOST_ELEMENTS;
    }

    private void emitHeldBack() throws IOException {
        if (!heldBack.isEmpty()) {
            emit(heldBack);
            heldBack = List.of();
        }
    }

    private void emit(List<Child> children) throws IOException {
        if (parent == null) {
            parent = new BranchLevel(out, threshold);
        }
        parent.add(new Child(children.getFirst().firstKey(), write(out, children)));
    }

    /**
     * Ends the level and those above it.
     *
     * @return the page id of the tree's root, which is the only child itself if there is but one
     */
    long finish() throws IOException {
        if (parent == null && heldBack.isEmpty() && current.size() == 1) {
            return current.getFirst().page();
        }
        helpTheLast();
        emitHeldBack();
        if (parent == null) {
            return write(out, current);
        }
        emit(current);
        return parent.finish();
    }

    private void helpTheLast() {
        if (current.size() >= FEWEST_CHILDREN) {
            return;
        }
        if (heldBack.size() > FEWEST_CHILDREN) {
            current.addFirst(heldBack.removeLast());
        } else {
            heldBack.addAll(current);
            current = heldBack;
            heldBack = List.of();
        }
    }

    static long write(PageAppender out, List<Child> children) throws IOException {
        int dataBytes =
                children.stream().mapToInt(child -> child.firstKey().length).sum();
        ByteBuffer elements = allocate(children.size() * PageFormat.ELEMENT);
        ByteBuffer data = allocate(dataBytes);
        for (Child child : children) {
            int position = elements.remaining() + data.position();
            elements.putInt(position).putInt(child.firstKey().length).putLong(child.page());
            data.put(child.firstKey());
        }
        return out.append(PageFormat.BRANCH, children.size(), elements.flip(), data.flip());
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
