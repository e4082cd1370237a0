package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.PageFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A leaf under construction: its elements, and the keys and values packed behind them in order. */
final class LeafPage {

    /** bbolt keeps the number of elements in 16 bits, of which it uses the highest value for itself. */
    static final int MOST_ELEMENTS = 0xFFFE;

    private ByteBuffer elements = ByteBuffer.allocate(256 * PageFormat.ELEMENT).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] data = new byte[4096];
    private int used;
    private int count;
    private boolean holdsBuckets;

    int count() {
        return count;
    }

    boolean holdsBuckets() {
        return holdsBuckets;
    }

    long size() {
        return PageFormat.HEADER + (long) count * PageFormat.ELEMENT + used;
    }

    void add(int flags, MemorySegment key, MemorySegment value) throws IOException {
        long end = used + key.byteSize() + value.byteSize();
        if (end > Integer.MAX_VALUE - 1024) {
            throw new IOException("an entry of " + (end - used) + " bytes is more than this writer takes");
        }
        makeRoom((int) end);
        elements.putInt(flags).putInt(used).putInt((int) key.byteSize()).putInt((int) value.byteSize());
        copy(key);
        copy(value);
        count++;
        holdsBuckets |= (flags & PageFormat.BUCKET_FLAG) != 0;
    }

    private void copy(MemorySegment bytes) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, data, used, (int) bytes.byteSize());
        used += (int) bytes.byteSize();
    }

    private void makeRoom(int end) {
        if (end > data.length) {
            long doubled = Math.min(2L * data.length, Integer.MAX_VALUE - 1024);
            data = Arrays.copyOf(data, Math.max(end, (int) doubled));
        }
        if (!elements.hasRemaining()) {
            ByteBuffer more = ByteBuffer.allocate(2 * elements.capacity()).order(ByteOrder.LITTLE_ENDIAN);
            elements = more.put(elements.flip());
        }
    }

    byte[] firstKey() {
        return Arrays.copyOf(data, elements.getInt(8));
    }

    /** Appends the page, or an empty one, and starts the next. */
    long writeTo(PageAppender out) throws IOException {
        settlePositions();
        long id = out.append(PageFormat.LEAF, count, elements.flip(), ByteBuffer.wrap(data, 0, used));
        elements.clear();
        used = 0;
        count = 0;
        holdsBuckets = false;
        return id;
    }

    /** A position counts from its own element, so it is only known once the number of elements is. */
    private void settlePositions() {
        for (int i = 0; i < count; i++) {
            int at = i * PageFormat.ELEMENT + 4;
            elements.putInt(at, elements.getInt(at) + (count - i) * PageFormat.ELEMENT);
        }
    }

    /** The value of a bucket that is small enough to live inside its parent: root 0, sequence 0, then this page. */
    byte[] toInlineBucket() {
        settlePositions();
        ByteBuffer value = ByteBuffer.allocate(16 + (int) size()).order(ByteOrder.LITTLE_ENDIAN);
        value.putLong(0).putLong(0);
        value.putLong(0)
                .putShort((short) PageFormat.LEAF)
                .putShort((short) count)
                .putInt(0);
        return value.put(elements.flip()).put(data, 0, used).array();
    }
}
