package dev.perigee.sink.kit.body;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Function;

/** An object's bytes as they come in. A line that breaks is a failure, and never looks like the object's end. */
public final class Download extends ReadStream {

    /** Ends an answer of which bytes are still to come. */
    @FunctionalInterface
    public interface HangUp {

        /** Ends it at once: the rest may be gigabytes. */
        void now();
    }

    /**
     * Where the bytes come from.
     *
     * @param in as the client gives it; closed with the download
     * @param length how many bytes the store has announced
     * @param hangUp called before closing when bytes are missing
     */
    public record Source(InputStream in, long length, HangUp hangUp) {

        /**
         * An object that a channel gives: no interrupt comes to it.
         *
         * @param channel where the bytes are
         * @param length how many the store has announced
         * @return its bytes
         */
        public static Source of(ReadableByteChannel channel, long length) {
            return new Source(UninterruptibleStream.of(channel), length, () -> {});
        }

        /**
         * An object that has ended where it is to be read from: nothing is there, and beyond it there is no place.
         *
         * @param key the object
         * @param offset from where it is wanted, not before its end
         * @param length how many bytes it has
         * @return no bytes
         * @throws SinkException INVALID if the offset lies beyond the end
         */
        public static Source ofEnd(ObjectKey key, long offset, long length) throws SinkException {
            if (offset == length) {
                return new Source(InputStream.nullInputStream(), 0, () -> {});
            }
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    key,
                    "get of '" + key + "' from byte " + offset + ": it has only " + length + " bytes");
        }
    }

    private final ObjectKey key;
    private final Source source;
    private final Function<Throwable, SinkException> explain;
    private long missing;

    /**
     * Reads an object.
     *
     * @param key the object
     * @param source where it comes from
     * @param explain what the client threw
     */
    public Download(ObjectKey key, Source source, Function<Throwable, SinkException> explain) {
        this.key = key;
        this.source = source;
        this.explain = explain;
        this.missing = source.length();
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        int n = receive(into, at, most);
        if (n < 0 && missing > 0) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE,
                    key,
                    "get of '" + key + "': the line broke " + missing + " bytes before the end");
        }
        missing -= Math.max(n, 0);
        return n;
    }

    private int receive(byte[] into, int at, int most) throws SinkException {
        try {
            return source.in().read(into, at, most);
        } catch (IOException | RuntimeException e) {
            throw explain.apply(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (missing > 0) {
            source.hangUp().now();
        }
        source.in().close();
    }
}
