package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the sink's name before every message; turns what no sink may throw into what it should have thrown. */
final class NamedSink extends ForwardingSink {

    private final String name;

    NamedSink(String name, StorageSink inner) {
        super(inner);
        this.name = name;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return naming("put", Optional.of(key), () -> super.put(key, body, options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return new NamedStream(key, naming("get", Optional.of(key), () -> super.get(key, offset)));
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return naming("list", Optional.empty(), () -> super.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        naming("delete", Optional.of(key), () -> {
            super.delete(key);
            return key;
        });
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return naming("look at the hold", Optional.of(key), () -> super.heldUntil(key));
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        naming("hold", Optional.of(key), () -> {
            super.hold(key, until);
            return key;
        });
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T naming(String verb, Optional<ObjectKey> key, Call<T> call) throws SinkException {
        try {
            return call.make();
        } catch (SinkException e) {
            throw new SinkException(e.kind(), e.key(), prefixed(FailureWords.of(e)), e.hint(), Optional.of(e));
        } catch (IOException | RuntimeException e) {
            // Not chained, and its message left out: it comes from a client library and may hold a secret.
            String where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
            throw new SinkException(
                    SinkException.Kind.OTHER,
                    key,
                    prefixed(verb + " failed with " + e.getClass().getName() + where),
                    Optional.of("this is a defect of the sink's plugin: it should say what happened"),
                    Optional.empty());
        }
    }

    private String prefixed(@Nullable String message) {
        return "sink '" + name + "': " + message;
    }

    private final class NamedStream extends WrappedStream {

        private final ObjectKey key;
        private final InputStream stream;

        NamedStream(ObjectKey key, InputStream stream) {
            this.key = key;
            this.stream = stream;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return naming("get", Optional.of(key), () -> stream.read(into, offset, length));
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
