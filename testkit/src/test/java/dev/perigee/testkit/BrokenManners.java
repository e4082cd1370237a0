package dev.perigee.testkit;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Sinks that store well and are wrong in their errors, threads, keys, or in what they declare. */
final class BrokenManners {

    private BrokenManners() {}

    static List<Broken> all() {
        return List.of(
                Broken.put("names no key", "E1", translating(BrokenManners::withoutKey)),
                Broken.put("says nothing", "E2", translating((key, e) -> failure(e.kind(), key, "", e.getCause()))),
                Broken.put(
                        "keeps the body's failure to itself",
                        "E3",
                        translating((key, e) -> new SinkException(e.kind(), key, "it failed"))),
                Broken.put("tries again by itself", "E4", BrokenManners::triesAgain),
                new Broken("takes one put at a time", "T1", OneAtATime::new),
                Broken.put("calls a cancelled put a failed one", "T2", translating(BrokenManners::notCancelled)),
                Broken.put("removes the old object when it is cancelled", "T3", BrokenManners::removesWhenCancelled),
                new Broken("is of no use after an interrupt", "T4", DiesOfAnInterrupt::new),
                new Broken("mixes two puts under one key", "T5", MixesPuts::new),
                Broken.put("takes no long keys", "K1", BrokenManners::noLongKeys),
                new Broken("stores a plus as a minus", "K2", sink -> new Renaming(sink) {
                    @Override
                    ObjectKey name(ObjectKey key) {
                        return ObjectKey.of(key.value().replace('+', '-'));
                    }
                }),
                new Broken("takes two cases for one", "K3", sink -> new Renaming(sink) {
                    @Override
                    ObjectKey name(ObjectKey key) throws SinkException {
                        return sink.list("", "", 100_000).objects().stream()
                                .map(ObjectInfo::key)
                                .filter(there -> there.value().equalsIgnoreCase(key.value()))
                                .findFirst()
                                .orElse(key);
                    }
                }),
                new Broken("changes its mind", "C1", ChangesItsMind::new),
                new Broken("can't be closed twice", "C3", ClosesOnce::new),
                declaring("takes more than it declares", "C4", OptionalLong.of(10_000_000)),
                Broken.put(
                        "forgets to hold",
                        "C5",
                        (sink, key, body, options) -> sink.sink.put(key, body, PutOptions.NONE)));
    }

    /** What becomes of an exception on its way out. */
    @FunctionalInterface
    private interface Translation {
        SinkException of(ObjectKey key, SinkException e);
    }

    private static Broken.Put translating(Translation translation) {
        return (sink, key, body, options) -> {
            try {
                return sink.sink.put(key, body, options);
            } catch (SinkException e) {
                throw translation.of(key, e);
            }
        };
    }

    private static SinkException failure(Kind kind, ObjectKey key, String message, Throwable cause) {
        return new SinkException(kind, Optional.of(key), message, Optional.empty(), Optional.ofNullable(cause));
    }

    private static SinkException withoutKey(ObjectKey key, SinkException e) {
        return new SinkException(
                e.kind(), Optional.empty(), e.getMessage(), e.hint(), Optional.ofNullable(e.getCause()));
    }

    private static SinkException notCancelled(ObjectKey key, SinkException e) {
        return e.kind() == Kind.CANCELLED ? failure(Kind.OTHER, key, e.getMessage(), e.getCause()) : e;
    }

    private static ObjectInfo triesAgain(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        try {
            return sink.sink.put(key, body, options);
        } catch (SinkException e) {
            return sink.sink.put(key, body, options);
        }
    }

    private static ObjectInfo removesWhenCancelled(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        try {
            return sink.sink.put(key, body, options);
        } catch (SinkException e) {
            if (e.kind() == Kind.CANCELLED) {
                sink.sink.delete(key);
            }
            throw e;
        }
    }

    private static ObjectInfo noLongKeys(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        if (key.value().length() > 800) {
            throw new SinkException(Kind.INVALID, key, "the name is too long");
        }
        return sink.sink.put(key, body, options);
    }

    private static Broken declaring(String what, String rule, OptionalLong largest) {
        return new Broken(what, rule, sink -> new Broken.Passing(sink) {
            @Override
            public SinkCapabilities capabilities() {
                return new SinkCapabilities(largest, true, false);
            }
        });
    }

    /** Waits a moment, or until something is so. */
    private static void awaitBriefly(BooleanSupplier condition) {
        long end = System.nanoTime() + 2_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Notices when a second put comes during a first; waits for one where sixteen threads are tried. */
    private static final class OneAtATime extends Broken.Passing {
        private final AtomicInteger inside = new AtomicInteger();

        OneAtATime(StorageSink sink) {
            super(sink);
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            if (!key.value().contains("/T1-")) {
                return sink.put(key, body, options);
            }
            try {
                if (inside.incrementAndGet() > 1) {
                    throw new SinkException(Kind.BUSY, key, "another put is running");
                }
                awaitBriefly(() -> inside.get() > 1);
                return sink.put(key, body, options);
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    /** Starts a body where another put under the same key has left off. */
    private static final class MixesPuts extends Broken.Passing {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicBoolean mixed = new AtomicBoolean();

        MixesPuts(StorageSink sink) {
            super(sink);
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            if (!key.value().contains("/T5-")) {
                return sink.put(key, body, options);
            }
            inside.incrementAndGet();
            awaitBriefly(() -> inside.get() > 1 || mixed.get());
            mixed.set(mixed.get() || inside.get() > 1);
            inside.decrementAndGet();
            byte[] bytes = BrokenPuts.read(key, body);
            return sink.put(key, new BytesBody(mixed.get() ? Arrays.copyOf(bytes, 1000) : bytes), options);
        }
    }

    private static final class DiesOfAnInterrupt extends Broken.Passing {
        private final AtomicBoolean dead = new AtomicBoolean();

        DiesOfAnInterrupt(StorageSink sink) {
            super(sink);
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            if (Thread.currentThread().isInterrupted()) {
                dead.set(true);
                throw new SinkException(Kind.CANCELLED, key, "cancelled");
            }
            if (dead.get()) {
                throw new SinkException(Kind.UNREACHABLE, key, "the channel is closed");
            }
            return sink.put(key, body, options);
        }
    }

    /** Calls objects by other names than it is told. */
    private abstract static class Renaming extends Broken.Passing {
        Renaming(StorageSink sink) {
            super(sink);
        }

        abstract ObjectKey name(ObjectKey key) throws SinkException;

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            ObjectInfo info;
            try {
                info = sink.put(name(key), body, options);
            } catch (SinkException e) {
                throw failure(e.kind(), key, e.getMessage(), e.getCause());
            }
            return new ObjectInfo(key, info.length(), info.lastModified());
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            return sink.get(name(key), offset);
        }

        @Override
        public void delete(ObjectKey key) throws SinkException {
            sink.delete(name(key));
        }
    }

    private static final class ChangesItsMind extends Broken.Passing {
        private final AtomicInteger asked = new AtomicInteger();

        ChangesItsMind(StorageSink sink) {
            super(sink);
        }

        @Override
        public SinkCapabilities capabilities() {
            return new SinkCapabilities(OptionalLong.empty(), asked.incrementAndGet() % 2 == 0, false);
        }
    }

    private static final class ClosesOnce extends Broken.Passing {
        private final AtomicBoolean closed = new AtomicBoolean();

        ClosesOnce(StorageSink sink) {
            super(sink);
        }

        @Override
        public void close() {
            if (closed.getAndSet(true)) {
                throw new IllegalStateException("closed already");
            }
        }
    }
}
