package dev.perigee.etcd.format.bbolt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An entry of a leaf: the value's bytes follow the key's. A view that holds only until the visitor returns. */
public final class Entry {

    private MemorySegment bytes = MemorySegment.NULL;
    private long page;
    private boolean inline;
    private boolean bucket;
    private long keyAt;
    private int keyLength;
    private long valueLength;

    Entry() {}

    void page(MemorySegment content, long number, boolean isInline) {
        bytes = content;
        page = number;
        inline = isInline;
    }

    void element(boolean isBucket, long at, int ofKey, long ofValue) {
        bucket = isBucket;
        keyAt = at;
        keyLength = ofKey;
        valueLength = ofValue;
    }

    /**
     * The page's bytes, in which the offsets count.
     *
     * @return the same segment for all entries of one page
     */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * The number of the page.
     *
     * @return for an inline bucket, the page that it lies in
     */
    public long page() {
        return page;
    }

    /**
     * Whether the entry is of an inline bucket, which is no page: its offsets tell nothing of where it lies in the file.
     *
     * @return true for a bucket that is small
     */
    public boolean isInline() {
        return inline;
    }

    /**
     * Whether the value is a bucket's record.
     *
     * @return true in the root only
     */
    public boolean isBucket() {
        return bucket;
    }

    /**
     * Where the key begins.
     *
     * @return an offset in {@link #bytes()}
     */
    public long keyAt() {
        return keyAt;
    }

    /**
     * The key's length.
     *
     * @return 1 to {@link PageFormat#MAX_KEY}
     */
    public int keyLength() {
        return keyLength;
    }

    /**
     * Where the value begins: right behind the key.
     *
     * @return an offset in {@link #bytes()}
     */
    public long valueAt() {
        return keyAt + keyLength;
    }

    /**
     * The value's length.
     *
     * @return 0 or more
     */
    public long valueLength() {
        return valueLength;
    }

    /**
     * The key.
     *
     * @return a copy
     */
    public byte[] key() {
        return bytes.asSlice(keyAt, keyLength).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * The value. For small ones only.
     *
     * @return a copy
     */
    public byte[] value() {
        return bytes.asSlice(valueAt(), valueLength).toArray(ValueLayout.JAVA_BYTE);
    }
}
