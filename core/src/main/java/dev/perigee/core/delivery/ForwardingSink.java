package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** Hands every call on, so that a wrapper writes down only what it changes. */
abstract class ForwardingSink implements StorageSink {

    private final StorageSink inner;

    ForwardingSink(StorageSink inner) {
        this.inner = inner;
    }

    @Override
    public SinkCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return inner.put(key, body, options);
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return inner.get(key, offset);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return inner.list(prefix, after, limit);
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        inner.delete(key);
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return inner.heldUntil(key);
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        inner.hold(key, until);
    }

    @Override
    public void close() {
        inner.close();
    }
}
