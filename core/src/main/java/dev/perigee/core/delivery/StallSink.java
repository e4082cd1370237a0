package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Cancels a call that has moved too little for too long, and calls that UNREACHABLE. */
final class StallSink extends ForwardingSink {

    private final Timing timing;
    private final LeastRate least;

    StallSink(Timing timing, LeastRate least, StorageSink inner) {
        super(inner);
        this.timing = timing;
        this.least = least;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return watching("put", Optional.of(key), dog -> super.put(key, TappedBody.ofAll(body, dog::moved), options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        return new WatchedStream(key, watching("get", Optional.of(key), dog -> super.get(key, offset)));
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        return watching("list", Optional.empty(), dog -> super.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        watching("delete", Optional.of(key), dog -> {
            super.delete(key);
            return key;
        });
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return watching("look at the hold", Optional.of(key), dog -> super.heldUntil(key));
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        watching("hold", Optional.of(key), dog -> {
            super.hold(key, until);
            return key;
        });
    }

    private interface Call<T> {
        T make(Watchdog dog) throws SinkException;
    }

    private <T> T watching(String verb, Optional<ObjectKey> key, Call<T> call) throws SinkException {
        try (Watchdog dog = new Watchdog(timing, least)) {
            try {
                return call.make(dog);
            } catch (SinkException e) {
                throw dog.finish() ? stalled(verb, key) : e;
            }
        }
    }

    private SinkException stalled(String verb, Optional<ObjectKey> key) {
        return new SinkException(
                SinkException.Kind.UNREACHABLE,
                key,
                verb
                        + (verb.equals("put") || verb.equals("get")
                                ? " moved less than " + least.bytes() + " bytes in "
                                : " had no answer in ")
                        + least.window().toSeconds() + " s and was cancelled",
                Optional.of("check the line, and whatever stands between here and the store"),
                Optional.empty());
    }

    /** Only waiting for the store counts: whoever reads may take all the time there is. */
    private final class WatchedStream extends WrappedStream {

        private final ObjectKey key;
        private final InputStream stream;
        private Duration waited = Duration.ZERO;
        private long moved;

        WatchedStream(ObjectKey key, InputStream stream) {
            this.key = key;
            this.stream = stream;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (waited.compareTo(least.window()) >= 0) {
                throw stalled("get", Optional.of(key));
            }
            LeastRate left = new LeastRate(least.window().minus(waited), least.bytes());
            long began = timing.ticker().getAsLong();
            try (Watchdog dog = new Watchdog(timing, left)) {
                int read = readWithin(dog, into, offset, length);
                count(read, timing.since(began));
                return read;
            }
        }

        private int readWithin(Watchdog dog, byte[] into, int offset, int length) throws IOException {
            try {
                return stream.read(into, offset, length);
            } catch (IOException e) {
                throw dog.finish() ? stalled("get", Optional.of(key)) : e;
            }
        }

        private void count(int read, Duration took) {
            moved += Math.max(read, 0);
            waited = waited.plus(took);
            if (moved >= least.bytes()) {
                moved = 0;
                waited = Duration.ZERO;
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
