package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;

/** A body that claims fewer bytes than its last stream gives. Its digest is that of all the bytes. */
public final class TooShortLengthBody implements Body {

    private final Body longer;
    private final long hidden;

    /**
     * Understates a body.
     *
     * @param longer where the bytes come from
     * @param hidden how many bytes there are beyond the claimed length, from 1 up
     */
    public TooShortLengthBody(Body longer, long hidden) {
        this.longer = longer;
        this.hidden = hidden;
    }

    @Override
    public long length() {
        return longer.length() - hidden;
    }

    @Override
    public Sha256 sha256() {
        return longer.sha256();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        boolean last = offset + length == length();
        return longer.open(offset, last ? length + hidden : length);
    }
}
