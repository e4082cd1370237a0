package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Appends pages to a file, one after the other, through one buffer. Not safe for many threads.
 *
 * <p>It starts behind the two meta pages and writes them last: without them a half-written file can't be opened.
 */
final class PageAppender {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final byte[] ZEROS = new byte[4096];

    private final FileChannel channel;
    private final int pageSize;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long nextPage;
    private long position;

    PageAppender(FileChannel channel, int pageSize, long firstPage) {
        this.channel = channel;
        this.pageSize = pageSize;
        this.nextPage = firstPage;
        this.position = firstPage * pageSize;
    }

    int pageSize() {
        return pageSize;
    }

    /** The id that the next page gets: after the last one, the file's high-water mark. */
    long nextPage() {
        return nextPage;
    }

    /**
     * Appends one logical page, with as many physical ones as it takes.
     *
     * @return its page id
     */
    long append(int flags, int count, ByteBuffer elements, ByteBuffer data) throws IOException {
        long bytes = PageFormat.HEADER + (long) elements.remaining() + data.remaining();
        long pages = (bytes + pageSize - 1) / pageSize;
        long id = nextPage;
        header(id, flags, count, pages - 1);
        put(elements);
        put(data);
        pad(pages * pageSize - bytes);
        nextPage += pages;
        return id;
    }

    private void header(long id, int flags, int count, long overflow) throws IOException {
        room(PageFormat.HEADER);
        buffer.putLong(id).putShort((short) flags).putShort((short) count).putInt(Math.toIntExact(overflow));
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            room(1);
            int part = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), part).position(buffer.position() + part);
            bytes.position(bytes.position() + part);
        }
    }

    private void pad(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            room(1);
            int part = (int) Math.min(left, Math.min(buffer.remaining(), ZEROS.length));
            buffer.put(ZEROS, 0, part);
            left -= part;
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
        buffer.clear();
    }

    /**
     * Brings all pages to the disk, then both meta pages: the newer to the place of its number's parity, both with the
     * same root, neither with a freelist (bbolt finds the free pages by walking, as etcd on Linux always has it do).
     *
     * @param root the page id of the root bucket's root
     * @param transaction the newer one's number, from 1 up
     * @return the file's length in bytes
     */
    long complete(long root, long transaction) throws IOException {
        flush();
        channel.force(true);
        long length = finish(root, transaction);
        channel.force(true);
        return length;
    }

    /** The same, and nothing is brought to the disk: what a crash leaves may look whole. */
    long finish(long root, long transaction) throws IOException {
        flush();
        for (long number = transaction - 1; number <= transaction; number++) {
            write(new Meta(pageSize, root, 0, Meta.NO_FREELIST, nextPage, number));
        }
        return nextPage * pageSize;
    }

    private void write(Meta meta) throws IOException {
        int place = (int) (meta.transaction() & 1);
        ByteBuffer page = ByteBuffer.allocate(pageSize);
        meta.write(MemorySegment.ofBuffer(page), place);
        for (long at = (long) place * pageSize; page.hasRemaining(); ) {
            at += channel.write(page, at);
        }
    }
}
