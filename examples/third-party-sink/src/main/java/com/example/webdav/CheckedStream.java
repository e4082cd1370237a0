package com.example.webdav;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** A body's bytes on their way out: counted, digested, and with their own failure kept apart from the server's. */
final class CheckedStream extends FilterInputStream {

    private final Body body;
    private final MessageDigest digester = Sha256.digester();
    private volatile long count;
    private volatile Optional<IOException> failure = Optional.empty();

    private CheckedStream(Body body, InputStream stream) {
        super(stream);
        this.body = body;
    }

    static CheckedStream open(Body body) throws IOException {
        return new CheckedStream(body, body.open(0, body.length()));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        try {
            int given = super.read(into, from, most);
            if (given > 0) {
                digester.update(into, from, given);
                count += given;
            }
            return given;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** Why reading failed, if it did. */
    Optional<SinkException> failure(ObjectKey key) {
        return failure.map(
                e -> new SinkException(Kind.OTHER, key, "the body can't be read: " + e.getMessage(), e));
    }

    /** Refuses what was too short, too long, or not what it should have been. */
    void expectWhole(ObjectKey key) throws SinkException {
        if (count != body.length()) {
            throw new SinkException(
                    Kind.DAMAGED, key, "the body should have " + body.length() + " bytes and has " + count);
        }
        Sha256 found = Sha256.of(digester.digest());
        if (!found.equals(body.sha256())) {
            throw new SinkException(Kind.DAMAGED, key, "the body should have the SHA-256 " + body.sha256());
        }
    }
}
