package dev.perigee.etcd.format.mvcc;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A row of the key bucket, byte for byte as etcd 3.4 to 3.7 write it: a revision, and a {@code mvccpb.KeyValue} whose zero
 * fields are left out. Source: {@code server/storage/mvcc/kvstore_txn.go}.
 *
 * @param key the revision; of a tombstone with a {@code t} behind it
 * @param value the message; neither is copied, leave them as they are
 */
public record RowBytes(byte[] key, byte[] value) {

    private static final byte TOMBSTONE = 't';
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    /**
     * A row that puts a key.
     *
     * @param revision when
     * @param key the user's key
     * @param createRevision when the key came into being
     * @param version how many times it was written since
     * @param value the user's value
     * @param lease the lease that it hangs on; 0 if none
     * @return the row
     */
    public static RowBytes put(
            Revision revision, byte[] key, long createRevision, long version, byte[] value, long lease) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(key.length + value.length + 48);
        bytes(out, 1, key);
        number(out, 2, createRevision);
        number(out, 3, revision.main());
        number(out, 4, version);
        bytes(out, 5, value);
        number(out, 6, lease);
        return new RowBytes(revision.toBytes(), out.toByteArray());
    }

    /**
     * A row that deletes a key.
     *
     * @param revision when
     * @param key the user's key
     * @return the row
     */
    public static RowBytes tombstone(Revision revision, byte[] key) {
        byte[] row = Arrays.copyOf(revision.toBytes(), Revision.BYTES + 1);
        row[Revision.BYTES] = TOMBSTONE;
        ByteArrayOutputStream out = new ByteArrayOutputStream(key.length + 8);
        bytes(out, 1, key);
        return new RowBytes(row, out.toByteArray());
    }

    /**
     * Whether this is a row that a key bucket can hold: a revision and a message that fit together.
     *
     * @return false for anything else
     */
    public boolean isSound() {
        return isSound(new KeyValueReader());
    }

    /**
     * The same, for many rows.
     *
     * @param message has read the row's message then
     * @return false for what isn't a row
     */
    public boolean isSound(KeyValueReader message) {
        return hasRevision()
                && message.read(MemorySegment.ofArray(value), 0, value.length)
                && (key.length > Revision.BYTES
                        || value.length == 0
                        || message.modRevision() == revision().main());
    }

    /**
     * Whether its key is one of the key bucket, whatever the message is.
     *
     * @return false for anything but a revision, or a tombstone's
     */
    public boolean hasRevision() {
        boolean tombstone = key.length == Revision.BYTES + 1 && key[Revision.BYTES] == TOMBSTONE;
        return (key.length == Revision.BYTES || tombstone) && Revision.isIn(key);
    }

    /**
     * The row's place.
     *
     * @return its revision; only of one that {@link #hasRevision}
     */
    public Revision revision() {
        return Revision.in(key);
    }

    /**
     * The lease that the key hangs on.
     *
     * @return 0 if none; only of one that {@link #isSound}
     */
    public long lease() {
        KeyValueReader message = new KeyValueReader();
        message.read(MemorySegment.ofArray(value), 0, value.length);
        return message.lease();
    }

    /**
     * The record of a lease, as the lease bucket holds it.
     *
     * @param id the lease
     * @param seconds its time to live
     * @return a {@code leasepb.Lease}
     */
    public static byte[] lease(long id, long seconds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(24);
        number(out, 1, id);
        number(out, 2, seconds);
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
        if (bytes.length > 0) {
            varint(out, (long) field << 3 | BYTES);
            varint(out, bytes.length);
            out.writeBytes(bytes);
        }
    }

    private static void number(ByteArrayOutputStream out, int field, long number) {
        if (number != 0) {
            varint(out, (long) field << 3 | VARINT);
            varint(out, number);
        }
    }

    private static void varint(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
