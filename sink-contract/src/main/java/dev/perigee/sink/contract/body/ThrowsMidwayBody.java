package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** A body whose streams throw when they reach a byte, as a failing disk does. Counts how often that has happened. */
public final class ThrowsMidwayBody implements Body {

    private final Body whole;
    private final long at;
    private final String message;
    private final AtomicInteger thrown = new AtomicInteger();

    /**
     * Breaks a body.
     *
     * @param whole what it claims to be
     * @param at the first byte that can't be read
     * @param message what the {@link IOException} says
     */
    public ThrowsMidwayBody(Body whole, long at, String message) {
        this.whole = whole;
        this.at = at;
        this.message = message;
    }

    /**
     * How many of its streams have thrown.
     *
     * @return from 0 up
     */
    public int thrown() {
        return thrown.get();
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
        InputStream stream = whole.open(offset, length);
        boolean reached = offset <= at && at < offset + length;
        return reached ? new StopAt(stream, at - offset, this::fail) : stream;
    }

    private void fail() throws IOException {
        thrown.incrementAndGet();
        throw new IOException(message);
    }
}
