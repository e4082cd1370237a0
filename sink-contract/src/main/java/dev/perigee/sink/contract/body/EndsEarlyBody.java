package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;

/** A body whose streams end at a byte before its length, as if it were over. */
public final class EndsEarlyBody implements Body {

    private final Body whole;
    private final long end;

    /**
     * Cuts a body.
     *
     * @param whole what it claims to be
     * @param end the first byte that never comes, below the whole body's length
     */
    public EndsEarlyBody(Body whole, long end) {
        this.whole = whole;
        this.end = end;
    }

    @Override
    public long length() {
        return whole.length();
    }

    @Override
    public Sha256 sha256() {
        return whole.sha256();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return offset >= end ? InputStream.nullInputStream() : whole.open(offset, Math.min(length, end - offset));
    }
}
