package dev.perigee.core.packed;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The entries of a packed body: {@code PERIPACK}; bucket after bucket, ascending: the length of its name in 16 bits, the name,
 * entry after entry, ascending: the lengths of key and value in 32 bits, the key, the value; a key of no length ends the
 * bucket, a name of no length the buckets. Numbers are big-endian. What is read is checked as if anybody had written it.
 */
final class PackedEntries implements AutoCloseable {

    private static final byte[] MAGIC = "PERIPACK".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_KEY = 32_768;
    private static final int LARGEST_VALUE = 1 << 30;
    private static final int BUFFER = 1 << 16;

    private final DataInputStream in;
    private byte[] bucket = new byte[0];
    private byte[] key = new byte[0];
    private byte[] value = new byte[0];

    PackedEntries(Path body) throws IOException {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(body), BUFFER));
        try {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new DamagedBodyException("doesn't begin as a packed body does");
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static void begin(DataOutputStream out) throws IOException {
        out.write(MAGIC);
    }

    static void beginBucket(DataOutputStream out, byte[] name) throws IOException {
        out.writeShort(name.length);
        out.write(name);
    }

    static void entry(DataOutputStream out, MemorySegment key, MemorySegment value) throws IOException {
        out.writeInt((int) key.byteSize());
        out.writeInt((int) value.byteSize());
        out.write(key.toArray(ValueLayout.JAVA_BYTE));
        out.write(value.toArray(ValueLayout.JAVA_BYTE));
    }

    static void endBucket(DataOutputStream out) throws IOException {
        out.writeInt(0);
    }

    static void end(DataOutputStream out) throws IOException {
        out.writeShort(0);
    }

    /** The next bucket's name; empty behind the last. The one before must have been read to its end. */
    Optional<byte[]> nextBucket() throws IOException {
        try {
            byte[] name = whole(in.readUnsignedShort());
            if (name.length == 0) {
                return Optional.empty();
            }
            requireAscending(bucket, name);
            bucket = name;
            key = new byte[0];
            return Optional.of(name);
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    /** Goes to the next entry of the bucket; false behind the last. */
    boolean next() throws IOException {
        try {
            int length = in.readInt();
            if (length == 0) {
                return false;
            }
            int valueLength = in.readInt();
            if (length < 0 || length > LONGEST_KEY || valueLength < 0 || valueLength > LARGEST_VALUE) {
                throw new DamagedBodyException(
                        "holds an entry of " + length + " and " + valueLength + " bytes, which none has");
            }
            byte[] next = whole(length);
            requireAscending(key, next);
            key = next;
            value = whole(valueLength);
            return true;
        } catch (EOFException e) {
            throw cut(e);
        }
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    private static void requireAscending(byte[] before, byte[] next) throws DamagedBodyException {
        if (Arrays.compareUnsigned(before, next) >= 0) {
            throw new DamagedBodyException("doesn't ascend");
        }
    }

    private static DamagedBodyException cut(EOFException e) {
        return new DamagedBodyException("ends in the middle of an entry", e);
    }

    /** What is claimed to come is only made room for as it comes. */
    private byte[] whole(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
