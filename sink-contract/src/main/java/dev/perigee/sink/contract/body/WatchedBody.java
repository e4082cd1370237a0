package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A body that counts how many of its streams were opened, and how many of those were closed. */
public final class WatchedBody implements Body {

    private final Body body;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Watches a body.
     *
     * @param body what is watched
     */
    public WatchedBody(Body body) {
        this.body = body;
    }

    /**
     * How many streams were opened so far.
     *
     * @return from 0 up
     */
    public int opened() {
        return opened.get();
    }

    /**
     * How many streams are open now.
     *
     * @return from 0 up
     */
    public int stillOpen() {
        return open.get();
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public Sha256 sha256() {
        return body.sha256();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        InputStream stream = body.open(offset, length);
        opened.incrementAndGet();
        open.incrementAndGet();
        return new FilterInputStream(stream) {
            private final AtomicBoolean closed = new AtomicBoolean();

            @Override
            public void close() throws IOException {
                if (closed.compareAndSet(false, true)) {
                    open.decrementAndGet();
                }
                super.close();
            }
        };
    }
}
