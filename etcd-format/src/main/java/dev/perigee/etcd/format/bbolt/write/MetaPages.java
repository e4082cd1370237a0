package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.Meta;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The two pages that make a file a bbolt database. Written last: without them a half-written file can't be opened. */
final class MetaPages {

    private MetaPages() {}

    /**
     * Brings all pages to the disk, then both meta pages: the newer to the place of its number's parity, both with the
     * same root, neither with a freelist (bbolt finds the free pages by walking, as etcd on Linux always has it do).
     *
     * @param out what appended the pages
     * @param root the page id of the root bucket's root
     * @param transaction the newer one's number, from 1 up
     * @return the file's length in bytes
     */
    static long complete(FileChannel channel, PageAppender out, long root, long transaction) throws IOException {
        out.flush();
        channel.force(true);
        for (long number = transaction - 1; number <= transaction; number++) {
            write(channel, new Meta(out.pageSize(), root, 0, Meta.NO_FREELIST, out.nextPage(), number));
        }
        channel.force(true);
        return out.nextPage() * out.pageSize();
    }

    private static void write(FileChannel channel, Meta meta) throws IOException {
        int place = (int) (meta.transaction() & 1);
        ByteBuffer page = ByteBuffer.allocate(meta.pageSize());
        meta.write(MemorySegment.ofBuffer(page), place);
        for (long at = (long) place * meta.pageSize(); page.hasRemaining(); ) {
            at += channel.write(page, at);
        }
    }
}
