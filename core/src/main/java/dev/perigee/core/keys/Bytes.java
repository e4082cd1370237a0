package dev.perigee.core.keys;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A key or a value of etcd: any bytes, compared by value, ordered as etcd orders keys (unsigned). Immutable. */
public final class Bytes implements Comparable<Bytes> {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /**
     * Bytes from an array.
     *
     * @param content copied
     * @return the bytes
     */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /**
     * The UTF-8 form of a text.
     *
     * @param text any text
     * @return its bytes
     */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes whose array nobody else keeps. */
    static Bytes owning(byte[] content) {
        return new Bytes(content);
    }

    /**
     * How many there are.
     *
     * @return from 0 up
     */
    public int length() {
        return content.length;
    }

    /**
     * The bytes as an array.
     *
     * @return a copy
     */
    public byte[] toArray() {
        return content.clone();
    }

    /**
     * Whether these begin with others.
     *
     * @param prefix the others; no bytes are the beginning of everything
     * @return whether they do
     */
    public boolean startsWith(Bytes prefix) {
        return content.length >= prefix.content.length
                && Arrays.equals(content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
    }

    /**
     * These without their beginning.
     *
     * @param count how many bytes to leave out, at most {@link #length()}
     * @return the rest
     */
    public Bytes from(int count) {
        return new Bytes(Arrays.copyOfRange(content, count, content.length));
    }

    /**
     * These with others behind.
     *
     * @param tail the others
     * @return both
     */
    public Bytes concat(Bytes tail) {
        byte[] both = Arrays.copyOf(content, content.length + tail.content.length);
        System.arraycopy(tail.content, 0, both, content.length, tail.content.length);
        return new Bytes(both);
    }

    /**
     * The text of which these are the UTF-8 form.
     *
     * @return empty if they aren't valid UTF-8
     */
    public Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * The first key behind all keys that begin with these: what etcd wants as the end of a range.
     *
     * @return the end, exclusive; a single zero byte, which is etcd's word for no end, if there is none
     */
    public Bytes prefixEnd() {
        for (int i = content.length - 1; i >= 0; i--) {
            if (content[i] != (byte) 0xFF) {
                byte[] end = Arrays.copyOf(content, i + 1);
                end[i]++;
                return new Bytes(end);
            }
        }
        return new Bytes(new byte[] {0});
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** For messages: printable ASCII as it is, all else as {@code \xNN}. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(content.length);
        for (byte b : content) {
            if (b >= 0x20 && b < 0x7F && b != '\\') {
                shown.append((char) b);
            } else {
                shown.append(String.format("\\x%02x", b & 0xFF));
            }
        }
        return shown.toString();
    }
}
