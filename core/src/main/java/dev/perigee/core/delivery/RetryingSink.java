package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** Makes a call again where its kind of failure says that this may help; resumes a broken get where it broke. */
final class RetryingSink extends ForwardingSink {

    /** Bytes after which a resumed get counts as moving. A peer that breaks off after each byte would never be given up. */
    private static final long PROGRESS = 32 * 1024;

    private final Retries retries;

    RetryingSink(Retries retries, StorageSink inner) {
        super(inner);
        this.retries = retries;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return retrying(() -> super.put(key, body, options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return new ResumingStream(key, offset, retrying(() -> super.get(key, offset)));
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return retrying(() -> super.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        retrying(() -> {
            super.delete(key);
            return key;
        });
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return retrying(() -> super.heldUntil(key));
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        retrying(() -> {
            super.hold(key, until);
            return key;
        });
    }

    private interface Call<T> {
        T make() throws SinkException;
    }

    private <T> T retrying(Call<T> call) throws SinkException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (SinkException e) {
                retries.pauseAfter(attempt, e);
            }
        }
    }

    private InputStream reopen(ObjectKey key, long offset) throws SinkException {
        return super.get(key, offset);
    }

    private final class ResumingStream extends WrappedStream {

        private final ObjectKey key;
        private long position;
        private Optional<InputStream> stream;
        private int failures;
        private long sinceFailure;

        ResumingStream(ObjectKey key, long offset, InputStream stream) {
            this.key = key;
            this.position = offset;
            this.stream = Optional.of(stream);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (true) {
                try {
                    return readOnce(into, offset, length);
                } catch (SinkException e) {
                    close();
                    failures++;
                    sinceFailure = 0;
                    retries.pauseAfter(failures, e);
                }
            }
        }

        private int readOnce(byte[] into, int offset, int length) throws IOException {
            InputStream open = stream.isPresent() ? stream.get() : reopen(key, position);
            stream = Optional.of(open);
            int read = open.read(into, offset, length);
            if (read > 0) {
                position += read;
                sinceFailure += read;
                if (sinceFailure >= PROGRESS) {
                    failures = 0; // it moves: a long object may break more often than a single call may fail
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            Optional<InputStream> open = stream;
            stream = Optional.empty();
            if (open.isPresent()) {
                open.get().close();
            }
        }
    }
}
