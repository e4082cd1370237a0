package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a new bbolt file in one pass: bucket after bucket, entry after entry, each in ascending order.
 *
 * <p>Memory is one page per level of the tree, and the largest single entry. The file has no valid meta page before
 * {@link #finish} has brought everything else to the disk, so a crash can't leave one that looks whole. Not safe for many
 * threads.
 */
public final class BboltWriter implements AutoCloseable {

    /** How full etcd's own defragmentation makes the pages. */
    public static final double DEFAULT_FILL = 0.9;

    private static final long FIRST_PAGE = 2;

    private final FileChannel channel;
    private final PageAppender out;
    private final double fill;
    private final TreeWriter root;
    private final Writeback writeback;

    private BboltWriter(FileChannel channel, int pageSize, double fill) {
        this.channel = channel;
        this.out = new PageAppender(channel, pageSize, FIRST_PAGE);
        this.fill = fill;
        this.root = new TreeWriter(out, fill);
        this.writeback = new Writeback(channel);
    }

    /**
     * Starts a file.
     *
     * @param file must not exist yet
     * @param pageSize bytes: a power of two from 1024 to 16 MiB
     * @param fill how full to make the pages, above 0 and at most 1
     * @return a writer; close it
     * @throws IOException if the file exists or can't be made
     */
    public static BboltWriter create(Path file, int pageSize, double fill) throws IOException {
        requirePageSize(pageSize);
        if (!(fill > 0 && fill <= 1)) {
            throw new IllegalArgumentException("fill is " + fill + "; it takes more than 0, at most 1");
        }
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new BboltWriter(channel, pageSize, fill);
    }

    private static void requirePageSize(int pageSize) {
        if (Integer.bitCount(pageSize) != 1
                || pageSize < PageFormat.MIN_PAGE_SIZE
                || pageSize > PageFormat.MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("a page size of " + pageSize + " is none that bbolt knows");
        }
    }

    /** Where the entries of a bucket go. */
    @FunctionalInterface
    public interface Entries {

        /**
         * Takes the next entry, and is done with its bytes when it returns.
         *
         * @param key above the key before, as unsigned bytes
         * @param value may be empty
         * @throws IOException if the file can't be written
         */
        void put(MemorySegment key, MemorySegment value) throws IOException;
    }

    /** What fills a bucket. */
    @FunctionalInterface
    public interface Filling {

        /**
         * Puts all entries of the bucket.
         *
         * @param entries where to put them
         * @throws IOException if they can't be read or written
         */
        void fill(Entries entries) throws IOException;
    }

    /**
     * Writes a bucket.
     *
     * @param name above the name before, as unsigned bytes
     * @param filling gives the entries
     * @throws IOException if the file can't be written, or the filling says so
     */
    public void bucket(byte[] name, Filling filling) throws IOException {
        TreeWriter bucket = new TreeWriter(out, fill);
        filling.fill((key, value) -> {
            bucket.put(0, key, value);
            writeback.reached(out.nextPage() * out.pageSize());
        });
        byte[] record = bucket.finishBucket();
        root.put(PageFormat.BUCKET_FLAG, MemorySegment.ofArray(name), MemorySegment.ofArray(record));
    }

    /**
     * Completes the file and brings it to the disk.
     *
     * @return its length in bytes
     * @throws IOException if it can't be written
     */
    public long finish() throws IOException {
        long rootPage = root.finish();
        writeback.await();
        return out.complete(rootPage, 1);
    }

    /** Closes the file; without {@link #finish} before, it stays unusable. */
    @Override
    public void close() throws IOException {
        writeback.close();
        channel.close();
    }
}
