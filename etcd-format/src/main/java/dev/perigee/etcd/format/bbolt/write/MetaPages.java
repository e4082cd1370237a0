package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The two pages that make a file a bbolt database. Written last: without them a half-written file can't be opened. */
final class MetaPages {

    private static final int META = 0x04;
    private static final int META_BYTES = 64;
    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;

    /** No stored freelist: bbolt finds the free pages by walking, as etcd on Linux always has it do. */
    private static final long NO_FREELIST = -1;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private MetaPages() {}

    /**
     * Writes both, the newer to the page of its transaction id's parity, both with the same root.
     *
     * @param root the root page of the root bucket
     * @param highWaterMark how many pages the file has
     * @param transaction the newer one's transaction id, from 1 up
     */
    static void write(FileChannel channel, int pageSize, long root, long highWaterMark, long transaction)
            throws IOException {
        for (long id : new long[] {transaction - 1, transaction}) {
            long page = id & 1;
            ByteBuffer meta = image(page, pageSize, root, highWaterMark, id);
            for (long at = page * pageSize; meta.hasRemaining(); ) {
                at += channel.write(meta, at);
            }
        }
    }

    private static ByteBuffer image(long page, int pageSize, long root, long highWaterMark, long transaction) {
        ByteBuffer image = ByteBuffer.allocate(pageSize).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(page).putShort((short) META).putShort((short) 0).putInt(0);
        image.putInt(MAGIC).putInt(VERSION).putInt(pageSize).putInt(0);
        image.putLong(root)
                .putLong(0)
                .putLong(NO_FREELIST)
                .putLong(highWaterMark)
                .putLong(transaction);
        image.putLong(checksum(image.array()));
        return image.rewind();
    }

    private static long checksum(byte[] page) {
        long hash = FNV_OFFSET;
        for (int i = PageAppender.HEADER; i < PageAppender.HEADER + META_BYTES - Long.BYTES; i++) {
            hash = (hash ^ (page[i] & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
