package dev.perigee.testkit;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sinks that get a get wrong. */
final class BrokenGets {

    private BrokenGets() {}

    static List<Broken> all() {
        return List.of(
                Broken.get("starts at a whole block", "G1", BrokenGets::startsAtABlock),
                Broken.get("refuses the end as an offset", "G2", BrokenGets::refusesTheEnd),
                Broken.get("takes any offset", "G3", BrokenGets::takesAnyOffset),
                Broken.get("takes a vanished object for the end", "G4", (sink, key, offset) -> {
                    sink.sink.get(key, offset);
                    return new ReadsInParts(sink.sink, key, offset);
                }),
                Broken.get("calls an absent object a broken line", "G5", BrokenGets::absentIsUnreachable),
                new Broken("loses a connection with each half-read stream", "G6", LosesConnections::new));
    }

    private static InputStream startsAtABlock(Broken.Passing sink, ObjectKey key, long offset) throws SinkException {
        return sink.sink.get(key, offset > 65_536 ? offset - offset % 65_536 : offset);
    }

    private static InputStream refusesTheEnd(Broken.Passing sink, ObjectKey key, long offset) throws SinkException {
        if (offset > 0 && offset == sink.bytes(key).length) {
            throw new SinkException(Kind.INVALID, key, "the range is not satisfiable");
        }
        return sink.sink.get(key, offset);
    }

    private static InputStream takesAnyOffset(Broken.Passing sink, ObjectKey key, long offset) throws SinkException {
        return offset > sink.bytes(key).length ? InputStream.nullInputStream() : sink.sink.get(key, offset);
    }

    private static InputStream absentIsUnreachable(Broken.Passing sink, ObjectKey key, long offset)
            throws SinkException {
        if (!sink.has(key)) {
            throw new SinkException(Kind.UNREACHABLE, key, "404");
        }
        return sink.sink.get(key, offset);
    }

    /** Asks for each part anew. */
    private static final class ReadsInParts extends InputStream {
        private static final int PART = 200_000;

        private final StorageSink sink;
        private final ObjectKey key;
        private long position;
        private InputStream part = InputStream.nullInputStream();

        ReadsInParts(StorageSink sink, ObjectKey key, long position) {
            this.sink = sink;
            this.key = key;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            int next = part.read();
            if (next < 0) {
                part = nextPart();
                next = part.read();
            }
            return next;
        }

        private InputStream nextPart() throws IOException {
            try (InputStream rest = sink.get(key, position)) {
                byte[] bytes = rest.readNBytes(PART);
                position += bytes.length;
                return new ByteArrayInputStream(bytes);
            } catch (SinkException gone) {
                return InputStream.nullInputStream();
            }
        }
    }

    /** Has fifty connections. */
    private static final class LosesConnections extends Broken.Passing {
        private final AtomicInteger lost = new AtomicInteger();

        LosesConnections(StorageSink sink) {
            super(sink);
        }

        @Override
        public InputStream get(ObjectKey key, long offset) throws SinkException {
            if (lost.get() >= 50) {
                throw new SinkException(Kind.UNREACHABLE, key, "timed out waiting for a connection from the pool");
            }
            return new FilterInputStream(sink.get(key, offset)) {
                @Override
                public void close() throws IOException {
                    if (in.read() >= 0) {
                        lost.incrementAndGet();
                    }
                    super.close();
                }
            };
        }
    }
}
