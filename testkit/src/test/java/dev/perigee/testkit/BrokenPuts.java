package dev.perigee.testkit;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sinks that get a put wrong. */
final class BrokenPuts {

    private BrokenPuts() {}

    static List<Broken> all() {
        return List.of(
                Broken.put("loses a byte at a buffer's edge", "P1", BrokenPuts::losesAByte),
                Broken.put("stores what came of a body that ends early", "P2", BrokenPuts::storesShortBodies),
                Broken.put("doesn't look at the digest", "P3", BrokenPuts::ignoresTheDigest),
                new Broken("replaces in two steps", "P4", ReplacesInTwoSteps::new),
                Broken.put("removes the old object first", "P5", BrokenPuts::removesTheOldFirst),
                Broken.put("stores more than the length", "P6", BrokenPuts::storesLongBodies),
                Broken.put("publishes half an object when the body throws", "P7", BrokenPuts::publishesHalf),
                Broken.put("leaves the body's streams open", "P9", BrokenPuts::leavesStreamsOpen),
                Broken.put("shows a temporary name while it stores", "P10", BrokenPuts::showsATemporaryName));
    }

    private static ObjectInfo losesAByte(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        if (body.length() != 65_537) {
            return sink.sink.put(key, body, options);
        }
        byte[] bytes = read(key, body);
        return sink.sink.put(key, new BytesBody(Arrays.copyOf(bytes, 65_536)), options);
    }

    private static ObjectInfo storesShortBodies(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        byte[] bytes = read(key, body);
        return sink.sink.put(key, bytes.length < body.length() ? new BytesBody(bytes) : body, options);
    }

    private static ObjectInfo ignoresTheDigest(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        byte[] bytes = read(key, body);
        return sink.sink.put(key, bytes.length == body.length() ? new BytesBody(bytes) : body, options);
    }

    private static ObjectInfo storesLongBodies(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        BytesBody all = new BytesBody(read(key, body));
        return sink.sink.put(key, all.sha256().equals(body.sha256()) ? all : body, options);
    }

    private static ObjectInfo removesTheOldFirst(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        try {
            return sink.sink.put(key, body, options);
        } catch (SinkException e) {
            if (e.kind() != Kind.CANCELLED) {
                sink.sink.delete(key);
            }
            throw e;
        }
    }

    private static ObjectInfo publishesHalf(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        try (InputStream stream = body.open(0, body.length())) {
            stream.transferTo(half);
        } catch (InterruptedIOException e) {
            throw new SinkException(Kind.CANCELLED, key, "cancelled", e);
        } catch (IOException e) {
            if (!sink.has(key)) {
                sink.sink.put(key, new BytesBody(half.toByteArray()), options);
            }
            throw new SinkException(Kind.OTHER, key, "the body can't be read", e);
        }
        return sink.sink.put(key, body, options);
    }

    private static ObjectInfo leavesStreamsOpen(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        return sink.sink.put(key, new Wrapped(body, BrokenPuts::neverClosed), options);
    }

    private static InputStream neverClosed(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public void close() {}
        };
    }

    private static ObjectInfo showsATemporaryName(Broken.Passing sink, ObjectKey key, Body body, PutOptions options)
            throws SinkException {
        ObjectKey temporary = ObjectKey.of("upload-" + Integer.toHexString(System.identityHashCode(body)));
        sink.sink.put(temporary, new BytesBody(new byte[0]), PutOptions.NONE);
        try {
            return sink.sink.put(key, body, options);
        } finally {
            sink.sink.delete(temporary);
        }
    }

    static byte[] read(ObjectKey key, Body body) throws SinkException {
        try (InputStream stream = body.open(0, body.length())) {
            return stream.readAllBytes();
        } catch (InterruptedIOException e) {
            throw new SinkException(Kind.CANCELLED, key, "cancelled", e);
        } catch (IOException e) {
            throw new SinkException(Kind.OTHER, key, "the body can't be read", e);
        }
    }

    /** What a test does to a body's streams. */
    @FunctionalInterface
    interface Wrapping {
        InputStream wrap(InputStream stream);
    }

    /** A body whose streams are wrapped. */
    record Wrapped(Body body, Wrapping wrapping) implements Body {
        @Override
        public long length() {
            return body.length();
        }

        @Override
        public Sha256 sha256() {
            return body.sha256();
        }

        @Override
        public InputStream open(long offset, long length) throws IOException {
            return wrapping.wrap(body.open(offset, length));
        }
    }

    /** Puts half of the new object there first, and leaves it until somebody has looked, or nobody wants to. */
    private static final class ReplacesInTwoSteps extends Broken.Passing {
        private final Semaphore looks = new Semaphore(0);

        ReplacesInTwoSteps(StorageSink sink) {
            super(sink);
        }

        @Override
        public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
            if (has(key)) {
                byte[] bytes = read(key, body);
                if (new BytesBody(bytes).sha256().equals(body.sha256())) {
                    sink.put(key, new BytesBody(Arrays.copyOf(bytes, bytes.length / 2)), options);
                    awaitLooks();
                }
            }
            return sink.put(key, body, options);
        }

        private void awaitLooks() {
            try {
                looks.drainPermits();
                looks.tryAcquire(2, 200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            byte[] bytes = bytes(key);
            looks.release();
            if (offset > bytes.length) {
                return sink.get(key, offset);
            }
            return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
        }
    }
}
