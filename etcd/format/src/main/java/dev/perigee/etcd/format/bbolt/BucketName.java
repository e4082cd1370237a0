package dev.perigee.etcd.format.bbolt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A bucket's name: any bytes. Compared by value; printed with what isn't ASCII escaped, shortened if long. */
public final class BucketName {

    private static final int SHOWN = 64;

    private final byte[] bytes;

    /**
     * A name.
     *
     * @param bytes its bytes; copied
     */
    public BucketName(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /**
     * A name in ASCII, as etcd's are.
     *
     * @param ascii its letters
     * @return the name
     */
    public static BucketName of(String ascii) {
        return new BucketName(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The bytes of the name.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketName that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            char c = (char) (bytes[i] & 0xff);
            text.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return bytes.length > SHOWN ? text + "…" : text.toString();
    }
}
