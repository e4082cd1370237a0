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

/**
 * Cancels a call that has moved too little for too long, and calls that UNREACHABLE. Every call is made, and every stream read, on
 * a virtual thread, whoever asks: only there a read of a socket can be ended.
 */
final class StallSink extends ForwardingSink {

    /** Longer than a bucket sink takes to wait for an outcome and to tidy up after an interrupt. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    private final Timing timing;
    private final LeastRate least;
    private final Duration grace;

    StallSink(Timing timing, LeastRate least, StorageSink inner) {
        this(timing, least, GRACE, inner);
    }

    /**
     * A watch.
     *
     * @param grace how long a cancelled call may take to end, by the wall's clock, before it is left behind
     */
    StallSink(Timing timing, LeastRate least, Duration grace, StorageSink inner) {
        super(inner);
        this.timing = timing;
        this.least = least;
        this.grace = grace;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return watching("put", Optional.of(key), dog -> super.put(key, TappedBody.ofAll(body, dog::moved), options));
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        InputStream stream = watching("get", Optional.of(key), dog -> super.get(key, offset));
        return ReceivingStream.of(key, new WatchedSource(key, stream), grace);
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
        return new Errand<T>(verb, key, grace).run(errand -> {
            try (Watchdog dog = new Watchdog(timing, least, grace, () -> errand.abandon(leftBehind(verb, key)))) {
                return heeding(dog, verb, key, call);
            }
        });
    }

    private <T> T heeding(Watchdog dog, String verb, Optional<ObjectKey> key, Call<T> call) throws SinkException {
        try {
            return call.make(dog);
        } catch (SinkException e) {
            throw dog.finish() ? stalled(verb, key) : e;
        }
    }

    private SinkException leftBehind(String verb, Optional<ObjectKey> key) {
        return stalled(verb, key, " and was left behind, as nothing ended it");
    }

    private SinkException stalled(String verb, Optional<ObjectKey> key) {
        return stalled(verb, key, " and was cancelled");
    }

    private SinkException stalled(String verb, Optional<ObjectKey> key, String outcome) {
        return new SinkException(
                SinkException.Kind.UNREACHABLE,
                key,
                verb
                        + (verb.equals("put") || verb.equals("get")
                                ? " moved less than " + least.bytes() + " bytes in "
                                : " had no answer in ")
                        + least.window().toSeconds() + " s" + outcome,
                Optional.of("check the line, and whatever stands between here and the store"),
                Optional.empty());
    }

    /** Only waiting for the store counts: whoever reads may take all the time there is. */
    private final class WatchedSource implements ReceivingStream.Source {

        private final Optional<ObjectKey> key;
        private final InputStream stream;
        private Duration waited = Duration.ZERO;
        private long moved;

        WatchedSource(ObjectKey key, InputStream stream) {
            this.key = Optional.of(key);
            this.stream = stream;
        }

        @Override
        public int read(byte[] into, int at, int most, ReceivingStream.LeftBehind left) throws IOException {
            if (waited.compareTo(least.window()) >= 0) {
                throw stalled("get", key);
            }
            LeastRate rest = new LeastRate(least.window().minus(waited), least.bytes());
            long began = timing.ticker().getAsLong();
            try (Watchdog dog = new Watchdog(timing, rest, grace, () -> left.because(leftBehind("get", key)))) {
                int read = readWithin(dog, into, at, most);
                count(read, timing.since(began));
                return read;
            }
        }

        private int readWithin(Watchdog dog, byte[] into, int at, int most) throws IOException {
            try {
                return stream.read(into, at, most);
            } catch (IOException e) {
                throw dog.finish() ? stalled("get", key) : e;
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
