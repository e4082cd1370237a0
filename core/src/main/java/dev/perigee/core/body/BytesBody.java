package dev.perigee.core.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/** A small body in memory. */
public final class BytesBody implements Body {

    private final byte[] bytes;
    private final Sha256 sha256;

    /**
     * A body of these bytes.
     *
     * @param bytes copied
     */
    public BytesBody(byte[] bytes) {
        this.bytes = bytes.clone();
        this.sha256 = Sha256.digest(this.bytes);
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public Sha256 sha256() {
        return sha256;
    }

    @Override
    public InputStream open(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, (long) bytes.length);
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }
}
