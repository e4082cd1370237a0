package dev.perigee.etcd.format.mvcc;

import java.lang.foreign.MemorySegment;

/** Reads an {@code mvccpb.KeyValue} in place. Fields that etcd doesn't have are passed over. Not safe for many threads. */
public final class KeyValueReader {

    private static final int KEY = 1;
    private static final int CREATE_REVISION = 2;
    private static final int MOD_REVISION = 3;
    private static final int VERSION = 4;
    private static final int VALUE = 5;
    private static final int LEASE = 6;

    private final ProtobufReader fields = new ProtobufReader();
    private long keyAt;
    private long keyLength;
    private long valueAt;
    private long valueLength;
    private long createRevision;
    private long modRevision;
    private long version;
    private long lease;

    /** A reader of nothing yet. */
    public KeyValueReader() {}

    /**
     * Reads one message.
     *
     * @param bytes where it is
     * @param from its first byte
     * @param length its length; 0 is a message with all fields empty
     * @return whether it is a KeyValue; if not, the getters mean nothing
     */
    public boolean read(MemorySegment bytes, long from, long length) {
        keyAt = from;
        valueAt = from;
        keyLength = 0;
        valueLength = 0;
        createRevision = 0;
        modRevision = 0;
        version = 0;
        lease = 0;
        fields.begin(bytes, from, length);
        boolean known = true;
        while (known && fields.next()) {
            known = take();
        }
        return known && fields.isSound();
    }

    /** Takes the current field; false if one of ours has the wrong type. */
    private boolean take() {
        int field = fields.field();
        if (field == KEY || field == VALUE) {
            return takeBytes(field == KEY);
        }
        if (field > LEASE) {
            return true;
        }
        long number = fields.number();
        switch (field) {
            case CREATE_REVISION -> createRevision = number;
            case MOD_REVISION -> modRevision = number;
            case VERSION -> version = number;
            default -> lease = number;
        }
        return fields.wireType() == ProtobufReader.VARINT;
    }

    private boolean takeBytes(boolean key) {
        if (key) {
            keyAt = fields.start();
            keyLength = fields.length();
        } else {
            valueAt = fields.start();
            valueLength = fields.length();
        }
        return fields.wireType() == ProtobufReader.BYTES;
    }

    /**
     * Where the key begins.
     *
     * @return an offset in the segment given
     */
    public long keyAt() {
        return keyAt;
    }

    /**
     * The key's length.
     *
     * @return in bytes
     */
    public long keyLength() {
        return keyLength;
    }

    /**
     * Where the value begins.
     *
     * @return an offset in the segment given
     */
    public long valueAt() {
        return valueAt;
    }

    /**
     * The value's length.
     *
     * @return in bytes
     */
    public long valueLength() {
        return valueLength;
    }

    /**
     * The revision at which the key came into being.
     *
     * @return as stored
     */
    public long createRevision() {
        return createRevision;
    }

    /**
     * The revision of this change.
     *
     * @return as stored
     */
    public long modRevision() {
        return modRevision;
    }

    /**
     * How many times the key was written since it came into being.
     *
     * @return as stored
     */
    public long version() {
        return version;
    }

    /**
     * The lease that the key hangs on.
     *
     * @return 0 if none
     */
    public long lease() {
        return lease;
    }
}
