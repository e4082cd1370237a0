package dev.perigee.etcd.format.mvcc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads the fields of one protobuf message in place, and never beyond its end.
 *
 * <p>Groups, which no message of etcd has, are taken for damage. Not safe for many threads.
 */
public final class ProtobufReader {

    /** The wire type of numbers. */
    public static final int VARINT = 0;

    /** The wire type of bytes, strings and messages. */
    public static final int BYTES = 2;

    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 70;

    private MemorySegment bytes = MemorySegment.NULL;
    private long at;
    private long end;
    private boolean sound = true;
    private int field;
    private int wireType;
    private long number;
    private long start;
    private long length;

    /** A reader of nothing yet. */
    public ProtobufReader() {}

    /**
     * Begins a message.
     *
     * @param message where it is
     * @param from its first byte
     * @param size its length
     */
    public void begin(MemorySegment message, long from, long size) {
        bytes = message;
        at = from;
        end = from + size;
        sound = true;
    }

    /**
     * Goes to the next field.
     *
     * @return whether there is one; if not, {@link #isSound()} tells the end from damage
     */
    public boolean next() {
        if (at == end || !sound) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        sound &= field > 0 && tag >>> 3 <= 0x1fffffff;
        return sound && content();
    }

    private boolean content() {
        switch (wireType) {
            case VARINT -> number = varint();
            case BYTES -> skip(varint());
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            default -> sound = false;
        }
        return sound;
    }

    private void skip(long size) {
        start = at;
        length = size;
        if (size < 0 || size > end - at) {
            sound = false;
        } else {
            at += size;
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT && at < end; shift += 7) {
            byte next = bytes.get(ValueLayout.JAVA_BYTE, at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        sound = false;
        return 0;
    }

    /**
     * Whether all that was read so far is a protobuf message.
     *
     * @return false for good once damage was met
     */
    public boolean isSound() {
        return sound;
    }

    /**
     * The number of the current field.
     *
     * @return 1 or more
     */
    public int field() {
        return field;
    }

    /**
     * The wire type of the current field.
     *
     * @return {@link #VARINT}, {@link #BYTES}, or another
     */
    public int wireType() {
        return wireType;
    }

    /**
     * The current field's number, if its type is {@link #VARINT}.
     *
     * @return 64 bits
     */
    public long number() {
        return number;
    }

    /**
     * Where the current field's bytes begin, if its type is {@link #BYTES}.
     *
     * @return an offset in the segment given
     */
    public long start() {
        return start;
    }

    /**
     * How many bytes the current field has, if its type is {@link #BYTES}.
     *
     * @return 0 or more
     */
    public long length() {
        return length;
    }
}
