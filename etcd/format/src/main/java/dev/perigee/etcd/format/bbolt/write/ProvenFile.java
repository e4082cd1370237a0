package dev.perigee.etcd.format.bbolt.write;

import static dev.perigee.etcd.format.bbolt.PageFormat.U16;
import static dev.perigee.etcd.format.bbolt.PageFormat.U32;
import static dev.perigee.etcd.format.bbolt.PageFormat.U64;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A bbolt file whose structure has been proven, read entry by entry.
 *
 * <p>It believes what it reads; the proof is {@link dev.perigee.etcd.format.snapshot.Snapshot}. A file that isn't
 * what it was then gives an {@link IOException}, never a read outside the file or one without an end. Reads at positions rather than through a
 * mapping, so that a file cut meanwhile is an error like any other. Not safe for many threads.
 */
public final class ProvenFile implements Closeable {

    private static final int MAX_DEPTH = 64;

    /** No key is less. */
    private static final MemorySegment FIRST = MemorySegment.ofArray(new byte[0]);

    private final FileChannel channel;
    private final Path path;
    private final Meta meta;

    /** One buffer per level of the tree: what lies above stays valid while what lies below is read. */
    private final List<byte[]> buffers = new ArrayList<>();

    /** How many pages a walk may come to yet: in a tree none is met twice. */
    private long unmet;

    private ProvenFile(Path path, FileChannel channel, Meta meta) {
        this.path = path;
        this.channel = channel;
        this.meta = meta;
    }

    /** Is shown entries in ascending order. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * An entry.
         *
         * @param key a view that holds until this returns
         * @param value a view that holds until this returns
         * @throws IOException to end the walk; it reaches the caller
         */
        void entry(MemorySegment key, MemorySegment value) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @param pageSize its page size, as the proof found it
     * @return the file; close it
     * @throws IOException if it can't be read, or is no bbolt file of that page size
     */
    public static ProvenFile open(Path path, int pageSize) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ProvenFile(path, channel, liveMeta(path, channel, pageSize));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Meta liveMeta(Path path, FileChannel channel, int pageSize) throws IOException {
        byte[] pages = new byte[2 * pageSize];
        read(path, channel, 0, pages, pages.length);
        MemorySegment both = MemorySegment.ofArray(pages);
        return Stream.of(Meta.read(both.asSlice(0, pageSize)), Meta.read(both.asSlice(pageSize)))
                .flatMap(Optional::stream)
                .filter(meta -> meta.pageSize() == pageSize)
                .max((a, b) -> Long.compareUnsigned(a.transaction(), b.transaction()))
                .orElseThrow(() -> changed(path, "it has no valid meta page for a page size of " + pageSize));
    }

    FileChannel channel() {
        return channel;
    }

    Meta meta() {
        return meta;
    }

    /**
     * The file.
     *
     * @return as it was given
     */
    public Path path() {
        return path;
    }

    /**
     * The size of its pages.
     *
     * @return in bytes
     */
    public int pageSize() {
        return meta.pageSize();
    }

    /**
     * The length of the database: without digest and slack.
     *
     * @return in bytes
     */
    public long databaseBytes() {
        return meta.pages() * meta.pageSize();
    }

    /**
     * A bucket's content, whole. For the small ones.
     *
     * @param name the bucket
     * @return empty if there is no such bucket, or nothing in it
     * @throws IOException if it can't be read
     */
    public BucketContent content(String name) throws IOException {
        BucketContent content = new BucketContent();
        bucket(name, (key, value) -> content.put(bytes(key), bytes(value)));
        return content;
    }

    /**
     * Shows a bucket's entries in ascending order.
     *
     * @param name the bucket; without one nothing is shown
     * @param visitor is shown them
     * @throws IOException if it can't be read, or from the visitor
     */
    public void bucket(String name, Visitor visitor) throws IOException {
        byte[] record = buckets().get(name);
        if (record != null) {
            entries(record, visitor);
        }
    }

    /**
     * Shows a bucket's entries from a key on, in ascending order. Of the pages before it, only branches are read.
     *
     * @param name the bucket; without one nothing is shown
     * @param first the least key that is shown
     * @param visitor is shown them
     * @throws IOException if it can't be read, or from the visitor
     */
    public void bucketFrom(String name, byte[] first, Visitor visitor) throws IOException {
        byte[] record = buckets().get(name);
        if (record != null) {
            MemorySegment least = MemorySegment.ofArray(first);
            Visitor from = (key, value) -> {
                if (Keys.compare(key, least) >= 0) {
                    visitor.entry(key, value);
                }
            };
            guarded(() -> walk(record, least, from));
        }
    }

    /**
     * The names of the buckets.
     *
     * @return each byte a character, in the order of the file
     * @throws IOException if they can't be read
     */
    public List<String> bucketNames() throws IOException {
        return List.copyOf(buckets().keySet());
    }

    /** The records of all buckets by name, in the order of the file. */
    SequencedMap<String, byte[]> buckets() throws IOException {
        SequencedMap<String, byte[]> records = new LinkedHashMap<>();
        guarded(() -> walk(meta.root(), 0, FIRST, (key, value) -> records.put(name(key), bytes(value))));
        return records;
    }

    /** Shows a bucket's entries, given the record that stands for it in the root. */
    void entries(byte[] record, Visitor visitor) throws IOException {
        guarded(() -> walk(record, FIRST, visitor));
    }

    private void walk(byte[] record, MemorySegment least, Visitor visitor) throws IOException {
        long root = root(record);
        if (root == 0) {
            leaf(MemorySegment.ofArray(record).asSlice(PageFormat.BUCKET_RECORD), visitor);
        } else {
            walk(root, 0, least, visitor);
        }
    }

    private void walk(long id, int depth, MemorySegment least, Visitor visitor) throws IOException {
        MemorySegment page = met(id, depth);
        if (isBranch(page)) {
            for (int i = firstChild(page, least); i < count(page); i++) {
                walk(child(page, i), depth + 1, least, visitor);
            }
        } else {
            leaf(page, visitor);
        }
    }

    /** The last one that doesn't begin behind a key. */
    private static int firstChild(MemorySegment branch, MemorySegment key) {
        int first = 0;
        while (first + 1 < count(branch)
                && Keys.compare(MemorySegment.ofArray(branchKey(branch, first + 1)), key) <= 0) {
            first++;
        }
        return first;
    }

    /** Shows the entries in a bucket's pages from one on. Earlier pages that these lead to are shown by their ids, and aren't read. */
    void entriesFrom(long first, byte[] record, Visitor visitor, LongConsumer earlier) throws IOException {
        long root = root(record);
        if (root == 0) {
            entries(record, visitor);
        } else {
            guarded(() -> walkFrom(first, root, 0, visitor, earlier));
        }
    }

    private void walkFrom(long first, long id, int depth, Visitor visitor, LongConsumer earlier) throws IOException {
        if (id < first) {
            earlier.accept(id);
            return;
        }
        MemorySegment page = met(id, depth);
        if (!isBranch(page)) {
            leaf(page, visitor);
            return;
        }
        for (int i = 0; i < count(page); i++) {
            walkFrom(first, child(page, i), depth + 1, visitor, earlier);
        }
    }

    /** The root's page of a bucket; 0 if it stands in the record itself. */
    static long root(byte[] record) {
        return MemorySegment.ofArray(record).get(U64, 0);
    }

    /** A page, of those that a walk may come to: no walk that is {@link #guarded} meets more than there are. */
    MemorySegment met(long id, int depth) throws IOException {
        MemorySegment page = page(id, depth);
        meet(page.byteSize() / meta.pageSize());
        return page;
    }

    private void meet(long pages) throws IOException {
        unmet -= pages;
        if (unmet < 0) {
            throw changed(path, "its branches lead to more pages than it has");
        }
    }

    /** Reads of a tree. */
    interface Walk {
        void run() throws IOException;
    }

    /** Has whatever a walk stumbles over be an error of the file. */
    void guarded(Walk walk) throws IOException {
        unmet = meta.pages();
        try {
            walk.run();
        } catch (IndexOutOfBoundsException e) {
            throw changed(path, "an element lies outside its page");
        }
    }

    static void leaf(MemorySegment page, Visitor visitor) throws IOException {
        int count = count(page);
        for (int i = 0; i < count; i++) {
            long element = PageFormat.HEADER + (long) i * PageFormat.ELEMENT;
            long at = element + u32(page, element + PageFormat.LEAF_POS);
            long keyLength = u32(page, element + PageFormat.LEAF_KEY_LENGTH);
            long valueLength = u32(page, element + PageFormat.LEAF_VALUE_LENGTH);
            visitor.entry(page.asSlice(at, keyLength), page.asSlice(at + keyLength, valueLength));
        }
    }

    static boolean isBranch(MemorySegment page) {
        return (page.get(U16, PageFormat.FLAGS) & PageFormat.BRANCH) != 0;
    }

    static int count(MemorySegment page) {
        return page.get(U16, PageFormat.COUNT) & 0xFFFF;
    }

    static long child(MemorySegment page, int index) {
        return page.get(U64, PageFormat.HEADER + (long) index * PageFormat.ELEMENT + PageFormat.BRANCH_CHILD);
    }

    static byte[] branchKey(MemorySegment page, int index) {
        long element = PageFormat.HEADER + (long) index * PageFormat.ELEMENT;
        long at = element + u32(page, element + PageFormat.BRANCH_POS);
        return bytes(page.asSlice(at, u32(page, element + PageFormat.BRANCH_KEY_LENGTH)));
    }

    private static long u32(MemorySegment page, long at) {
        return page.get(U32, at) & 0xFFFF_FFFFL;
    }

    /** A logical page with its overflow, valid until another one of this depth is read. */
    MemorySegment page(long id, int depth) throws IOException {
        requirePage(id, depth);
        int pageSize = meta.pageSize();
        byte[] first = buffer(depth, pageSize);
        read(path, channel, id * pageSize, first, pageSize);
        long length = (u32(MemorySegment.ofArray(first), PageFormat.OVERFLOW) + 1) * pageSize;
        if (length == pageSize) {
            return MemorySegment.ofArray(first).asSlice(0, pageSize);
        }
        if (length > databaseBytes() || length > Integer.MAX_VALUE - 1024) {
            throw changed(path, "page " + id + " claims " + length + " bytes");
        }
        byte[] whole = buffer(depth, (int) length);
        read(path, channel, id * pageSize, whole, (int) length);
        return MemorySegment.ofArray(whole).asSlice(0, length);
    }

    private void requirePage(long id, int depth) throws IOException {
        if (depth > MAX_DEPTH || id < 2 || id >= meta.pages()) {
            throw changed(path, "a branch leads to page " + id + " at depth " + depth);
        }
    }

    private byte[] buffer(int depth, int length) {
        while (buffers.size() <= depth) {
            buffers.add(new byte[meta.pageSize()]);
        }
        if (buffers.get(depth).length < length) {
            buffers.set(depth, new byte[length]);
        }
        return buffers.get(depth);
    }

    private static void read(Path path, FileChannel channel, long at, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException(path + " ends before its last page; it was cut since it was checked");
            }
        }
    }

    private static IOException changed(Path path, String how) {
        return new IOException(path + " isn't what it was when it was checked: " + how);
    }

    /**
     * A copy of what a visitor was shown.
     *
     * @param segment a view
     * @return its bytes
     */
    public static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    private static String name(MemorySegment key) {
        return new String(bytes(key), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
