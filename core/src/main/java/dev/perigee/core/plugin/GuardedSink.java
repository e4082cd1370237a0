package dev.perigee.core.plugin;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.InputStream;

/** A plugin's sink as the engine calls it: within its guard. */
final class GuardedSink implements StorageSink {

    private final StorageSink sink;
    private final PluginGuard guard;

    GuardedSink(StorageSink sink, PluginGuard guard) {
        this.sink = sink;
        this.guard = guard;
    }

    @Override
    public SinkCapabilities capabilities() {
        return guard.within(sink::capabilities);
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return guard.call("put", () -> sink.put(key, body, options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return guard.call("get", () -> sink.get(key, offset));
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return guard.call("list", () -> sink.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        guard.call("delete", () -> {
            sink.delete(key);
            return key;
        });
    }

    @Override
    public void close() {
        guard.within(() -> {
            sink.close();
            return sink;
        });
    }
}
