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
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plugin's sink as the engine calls it: within its guard. */
final class GuardedSink implements StorageSink {

    private final StorageSink sink;
    private final SinkCapabilities capabilities;
    private final PluginGuard guard;

    private GuardedSink(StorageSink sink, SinkCapabilities capabilities, PluginGuard guard) {
        this.sink = sink;
        this.capabilities = capabilities;
        this.guard = guard;
    }

    /** Asks for the capabilities once, here, where a failure can be told. A sink that has none is closed. */
    static GuardedSink of(StorageSink sink, PluginGuard guard) throws SinkException {
        boolean guarded = false;
        try {
            GuardedSink made = new GuardedSink(sink, something(guard, "capabilities", sink::capabilities), guard);
            guarded = true;
            return made;
        } finally {
            if (!guarded) {
                close(sink, guard);
            }
        }
    }

    @Override
    public SinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return something(guard, "put", () -> sink.put(key, body, options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return new GuardedStream(something(guard, "get", () -> sink.get(key, offset)), guard);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        ListPage page = something(guard, "list", () -> sink.list(prefix, after, limit));
        for (ObjectInfo object : page.objects()) {
            if (!object.key().value().startsWith(prefix)) {
                throw guard.unasked(prefix, object.key());
            }
        }
        return page;
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        guard.call("delete", () -> {
            sink.delete(key);
            return key;
        });
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return something(guard, "heldUntil", () -> sink.heldUntil(key));
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        guard.call("hold", () -> {
            sink.hold(key, until);
            return key;
        });
    }

    @Override
    public void close() {
        close(sink, guard);
    }

    private static void close(StorageSink sink, PluginGuard guard) {
        guard.quietly("close", () -> {
            sink.close();
            return sink;
        });
    }

    /** Plugins are compiled by others: what may not be null may be. */
    private static <T> T something(PluginGuard guard, String verb, PluginGuard.Call<@Nullable T> call)
            throws SinkException {
        @Nullable T result = guard.call(verb, call);
        if (result == null) {
            throw guard.nothing(verb);
        }
        return result;
    }
}
