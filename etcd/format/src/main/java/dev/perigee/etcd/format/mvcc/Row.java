package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.Entry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/**
 * One row of the key bucket: a key at a revision. A view that holds only until the visitor returns.
 *
 * <p>Don't keep the segments that it hands out. Not safe for many threads.
 */
public final class Row {

    private static final int TOMBSTONE_LENGTH = Revision.BYTES + 1;

    private final KeyValueReader keyValue = new KeyValueReader();
    private MemorySegment bytes = MemorySegment.NULL;
    private long main;
    private long sub;
    private boolean tombstone;
    private long entryAt;
    private long entryLength;
    private long page;
    private boolean inline;

    Row() {}

    /** Reads the entry's key; false if it is no row key. */
    boolean readKey(Entry entry) {
        bytes = entry.bytes();
        page = entry.page();
        inline = entry.isInline();
        long at = entry.keyAt();
        entryAt = at;
        entryLength = entry.keyLength() + entry.valueLength();
        int length = entry.keyLength();
        tombstone = length == TOMBSTONE_LENGTH && bytes.get(ValueLayout.JAVA_BYTE, at + Revision.BYTES) == 't';
        if ((length != Revision.BYTES && !tombstone)
                || bytes.get(ValueLayout.JAVA_BYTE, at + Revision.SEPARATOR_AT) != '_') {
            return false;
        }
        main = bytes.get(Revision.U64, at);
        sub = bytes.get(Revision.U64, at + Revision.SUB_AT);
        return main >= 0 && main < Revision.LIMIT && sub >= 0;
    }

    /** Reads the entry's value; false if it is no KeyValue. */
    boolean readValue(Entry entry) {
        return keyValue.read(bytes, entry.valueAt(), entry.valueLength());
    }

    /** Where the row itself begins: its key, then its value. */
    long entryAt() {
        return entryAt;
    }

    /** The length of the row's key and value together. */
    long entryLength() {
        return entryLength;
    }

    /** The revision that the value claims. */
    long modRevision() {
        return keyValue.modRevision();
    }

    /**
     * The revision's main part: the transaction.
     *
     * @return 0 or more
     */
    public long main() {
        return main;
    }

    /**
     * The revision's sub part: the place within the transaction.
     *
     * @return 0 or more
     */
    public long sub() {
        return sub;
    }

    /**
     * Whether the row says that the key was deleted. It has neither value nor versions then.
     *
     * @return whether it is a tombstone
     */
    public boolean tombstone() {
        return tombstone;
    }

    /**
     * The memory that key and value lie in.
     *
     * @return the page's bytes
     */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * Where the user's key begins.
     *
     * @return an offset in {@link #bytes()}
     */
    public long keyAt() {
        return keyValue.keyAt();
    }

    /**
     * The length of the user's key.
     *
     * @return in bytes
     */
    public long keyLength() {
        return keyValue.keyLength();
    }

    /**
     * The user's key.
     *
     * @return a view of its bytes
     */
    public MemorySegment key() {
        return bytes.asSlice(keyValue.keyAt(), keyValue.keyLength());
    }

    /**
     * The user's value.
     *
     * @return a view of its bytes; empty for a tombstone
     */
    public MemorySegment value() {
        return bytes.asSlice(keyValue.valueAt(), keyValue.valueLength());
    }

    /** Where the user's value begins. */
    long valueAt() {
        return keyValue.valueAt();
    }

    /**
     * The length of the user's value.
     *
     * @return in bytes
     */
    public long valueLength() {
        return keyValue.valueLength();
    }

    /**
     * Where the user's value lies in the file, whose pages aren't moved while it is read.
     *
     * @param pageSize the file's
     * @return the position of its first byte; empty for a row of an inline bucket
     */
    public OptionalLong valuePosition(int pageSize) {
        return inline ? OptionalLong.empty() : OptionalLong.of(page * pageSize + keyValue.valueAt());
    }

    /**
     * The revision at which the key came into being.
     *
     * @return 0 for a tombstone
     */
    public long createRevision() {
        return keyValue.createRevision();
    }

    /**
     * How many times the key was written since then.
     *
     * @return 0 for a tombstone
     */
    public long version() {
        return keyValue.version();
    }

    /**
     * The lease that the key hangs on.
     *
     * @return 0 if none
     */
    public long lease() {
        return keyValue.lease();
    }
}
