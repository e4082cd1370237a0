package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** A key or a value. Compared and ordered byte by byte, unsigned, as etcd does. Immutable. */
public final class Bytes implements Comparable<Bytes> {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(ByteString.EMPTY);

    /** From here on it pays to compare many bytes at a time. */
    private static final int LONG = 64;

    private final ByteString value;

    private Bytes(ByteString value) {
        this.value = value;
    }

    /**
     * Copies an array.
     *
     * @param bytes any
     * @return the same bytes
     */
    public static Bytes of(byte[] bytes) {
        return new Bytes(ByteString.copyFrom(bytes));
    }

    /**
     * Takes an array as it is, for long values.
     *
     * @param bytes nobody changes them from now on
     * @return the same bytes
     */
    public static Bytes wrapping(byte[] bytes) {
        return new Bytes(UnsafeByteOperations.unsafeWrap(bytes));
    }

    /**
     * Encodes a text.
     *
     * @param text any
     * @return its UTF-8
     */
    public static Bytes of(String text) {
        return new Bytes(ByteString.copyFromUtf8(text));
    }

    static Bytes of(ByteString value) {
        return new Bytes(value);
    }

    ByteString message() {
        return value;
    }

    /**
     * How many bytes there are.
     *
     * @return 0 or more
     */
    public int length() {
        return value.size();
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return value.toByteArray();
    }

    /**
     * The bytes as a text.
     *
     * @return decoded as UTF-8; what isn't UTF-8 becomes replacement characters
     */
    public String text() {
        return value.toString(StandardCharsets.UTF_8);
    }

    /**
     * Whether these are the UTF-8 form of a text.
     *
     * @return whether they are valid UTF-8
     */
    public boolean isUtf8() {
        return value.isValidUtf8();
    }

    /**
     * The text of which these are the UTF-8 form.
     *
     * @return empty if they aren't valid UTF-8
     */
    public Optional<String> utf8() {
        return isUtf8() ? Optional.of(text()) : Optional.empty();
    }

    /**
     * Whether these begin with others.
     *
     * @param prefix the others; no bytes are the beginning of everything
     * @return whether they do
     */
    public boolean startsWith(Bytes prefix) {
        return value.startsWith(prefix.value);
    }

    /**
     * These without their beginning.
     *
     * @param count how many bytes to leave out, at most {@link #length()}
     * @return the rest
     */
    public Bytes from(int count) {
        return new Bytes(value.substring(count));
    }

    /**
     * These with others behind.
     *
     * @param tail the others
     * @return both
     */
    public Bytes concat(Bytes tail) {
        return new Bytes(value.concat(tail.value));
    }

    @Override
    public int compareTo(Bytes other) {
        return ByteString.unsignedLexicographicalComparator().compare(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && (length() < LONG ? value.equals(that.value) : isSameAs(that));
    }

    /** Many bytes at a time, where the library compares one after the other. */
    private boolean isSameAs(Bytes that) {
        return value.asReadOnlyByteBuffer().equals(that.value.asReadOnlyByteBuffer());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** For people: the text; where it isn't UTF-8, with {@code \xff} for each byte that belongs to no character, and {@code \\} for a backslash. */
    @Override
    public String toString() {
        return isUtf8() ? text() : escaped(value.asReadOnlyByteBuffer());
    }

    private static String escaped(ByteBuffer in) {
        StringBuilder text = new StringBuilder();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        for (CoderResult result = decoder.decode(in, out, true);
                result.isMalformed();
                result = decoder.reset().decode(in, out, true)) {
            text.append(out.flip().toString().replace("\\", "\\\\"));
            out.clear();
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HexFormat.of().toHexDigits(in.get()));
            }
        }
        return text.append(out.flip().toString().replace("\\", "\\\\")).toString();
    }
}
