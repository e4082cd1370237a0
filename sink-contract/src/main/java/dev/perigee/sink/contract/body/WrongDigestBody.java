package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;

/** A body that has all its bytes, and promises the digest of others. */
public final class WrongDigestBody implements Body {

    private final Body honest;

    /**
     * Misrepresents a body.
     *
     * @param honest where the bytes come from
     */
    public WrongDigestBody(Body honest) {
        this.honest = honest;
    }

    @Override
    public long length() {
        return honest.length();
    }

    @Override
    public Sha256 sha256() {
        return Sha256.digest(honest.sha256().bytes());
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return honest.open(offset, length);
    }
}
