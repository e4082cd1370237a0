package dev.perigee.testkit;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A way to break a good sink.
 *
 * @param what what is wrong with it
 * @param rule the one rule it breaks
 * @param breaking puts the fault around a good sink
 */
record Broken(String what, String rule, UnaryOperator<StorageSink> breaking) {

    /** Passes everything on; a broken sink overrides what it gets wrong. */
    abstract static class Passing implements StorageSink {
        final StorageSink sink;

        Passing(StorageSink sink) {
            this.sink = sink;
        }

        @Override
        public SinkCapabilities capabilities() {
            return sink.capabilities();
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            return sink.put(key, body, options);
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            return sink.get(key, offset);
        }

        @Override
        public ListPage list(String prefix, String after, int limit) throws SinkException {
            return sink.list(prefix, after, limit);
        }

        @Override
        public void delete(ObjectKey key) throws SinkException {
            sink.delete(key);
        }

        @Override
        public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
            return sink.heldUntil(key);
        }

        @Override
        public void hold(ObjectKey key, Instant until) throws SinkException {
            sink.hold(key, until);
        }

        @Override
        public void close() {
            sink.close();
        }

        boolean has(ObjectKey key) throws SinkException {
            return sink.list(key.value(), "", 1).objects().stream()
                    .anyMatch(info -> info.key().equals(key));
        }

        byte[] bytes(ObjectKey key) throws SinkException {
            try (InputStream stream = sink.get(key, 0)) {
                return stream.readAllBytes();
            } catch (SinkException e) {
                throw e;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A sink whose puts are wrong. */
    @FunctionalInterface
    interface Put {
        ObjectInfo put(Passing sink, ObjectKey key, Body body, PutOptions options) throws SinkException;
    }

    static Broken put(String what, String rule, Put put) {
        return new Broken(what, rule, sink -> new Passing(sink) {
            @Override
            public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
                return put.put(this, key, body, options);
            }
        });
    }

    /** A sink whose gets are wrong. */
    @FunctionalInterface
    interface Get {
        InputStream get(Passing sink, ObjectKey key, long offset) throws SinkException;
    }

    static Broken get(String what, String rule, Get get) {
        return new Broken(what, rule, sink -> new Passing(sink) {
            @Override
            public InputStream get(ObjectKey key, long offset) throws SinkException {
                return get.get(this, key, offset);
            }
        });
    }

    /** A sink whose listings are wrong. */
    @FunctionalInterface
    interface Listing {
        ListPage list(StorageSink sink, String prefix, String after, int limit) throws SinkException;
    }

    static Broken list(String what, String rule, Listing list) {
        return new Broken(what, rule, sink -> new Passing(sink) {
            @Override
            public ListPage list(String prefix, String after, int limit) throws SinkException {
                return list.list(sink, prefix, after, limit);
            }
        });
    }

    /** A sink whose deletes are wrong. */
    @FunctionalInterface
    interface Delete {
        void delete(Passing sink, ObjectKey key) throws SinkException;
    }

    static Broken delete(String what, String rule, Delete delete) {
        return new Broken(what, rule, sink -> new Passing(sink) {
            @Override
            public void delete(ObjectKey key) throws SinkException {
                delete.delete(this, key);
            }
        });
    }

    /** The names show in the test's name. */
    @Override
    public String toString() {
        return "a sink that " + what + " fails at " + rule;
    }
}
