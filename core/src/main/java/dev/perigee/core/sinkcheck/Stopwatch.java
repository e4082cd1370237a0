package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.time.Timing;
import dev.perigee.sink.contract.body.PatternBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Measures a sink with one large object and five small ones. */
final class Stopwatch {

    private static final int SMALL = 5;

    private final StorageSink sink;
    private final ObjectKey key;
    private final Timing timing;

    Stopwatch(StorageSink sink, ObjectKey key, Timing timing) {
        this.sink = sink;
        this.key = key;
        this.timing = timing;
    }

    Measurement measure(long bytes) throws IOException {
        Duration put = timed(() -> sink.put(key, new PatternBody(1, bytes), PutOptions.NONE));
        Duration get = timed(this::drain);
        List<Duration> small = new ArrayList<>();
        Duration skew = Duration.ZERO;
        for (int i = 0; i < SMALL; i++) {
            Instant before = timing.clock().instant();
            long tick = timing.ticker().getAsLong();
            ObjectInfo stored = sink.put(key, new BytesBody(new byte[64]), PutOptions.NONE);
            small.add(timing.since(tick));
            skew = Duration.between(before, stored.lastModified());
        }
        small.sort(null);
        return new Measurement(bytes, put, get, small.get(SMALL / 2), skew);
    }

    private void drain() throws IOException {
        try (InputStream in = sink.get(key, 0)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Duration timed(Work work) throws IOException {
        long tick = timing.ticker().getAsLong();
        work.run();
        return timing.since(tick);
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Work {

        void run() throws IOException;
    }
}
