package dev.perigee.core.delivery;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.core.words.FailureWords;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A sink's stream, read a little ahead on a virtual thread of its own, and closed by it: there an interrupt ends a read of a
 * socket, which a platform thread sits out until the client's timeout. Used by one thread. What was received before a failure is
 * given before the failure is thrown.
 */
final class ReceivingStream extends WrappedStream {

    /** What a socket gives at once, a few times over. */
    private static final int ROOM = 128 << 10;

    /** Where the bytes come from; read and closed by one thread, the reader. */
    interface Source extends Closeable {

        /**
         * Reads like an {@link java.io.InputStream}.
         *
         * @param into given to the reader; may be written to once this stream was left behind
         * @param left hears of a read that nothing ends: whoever waits goes on
         */
        int read(byte[] into, int at, int most, LeftBehind left) throws IOException;
    }

    /** Hears of a read that nothing ends. */
    interface LeftBehind {

        /** It is waited for no longer. */
        void because(SinkException failure);
    }

    private final ObjectKey key;
    private final Source source;
    private final Duration grace;
    private final byte[] ring = new byte[ROOM];
    private final Thread reader;
    private long received;
    private long taken;
    private boolean ended;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    private ReceivingStream(ObjectKey key, Source source, Duration grace) {
        this.key = key;
        this.source = source;
        this.grace = grace;
        this.reader = Thread.ofVirtual().name("sink: get").unstarted(this::receive);
    }

    /**
     * Begins to read.
     *
     * @param grace how long closing waits for a read that is under way
     */
    static ReceivingStream of(ObjectKey key, Source source, Duration grace) {
        ReceivingStream stream = new ReceivingStream(key, source, grace);
        stream.reader.start();
        return stream;
    }

    private void receive() {
        try (source) {
            end(receiveAll());
        } catch (IOException e) {
            return; // from closing: all that was wanted is here
        }
    }

    private Optional<Throwable> receiveAll() {
        try {
            int room = awaitRoom();
            while (room > 0) {
                int read = source.read(ring, (int) (received % ROOM), room, left -> end(Optional.of(left)));
                room = read < 0 ? 0 : roomAfter(read);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
            return Optional.empty();
        } catch (IOException | RuntimeException | Error e) {
            return Optional.of(e);
        }
    }

    private int roomAfter(int read) throws InterruptedException {
        synchronized (this) {
            received += read;
            notifyAll();
        }
        return awaitRoom();
    }

    /** Free places in a row; none once nobody wants more. A quarter of the ring at least: not each byte wakes two threads. */
    private synchronized int awaitRoom() throws InterruptedException {
        while (!closed && !ended && received - taken > ROOM - ROOM / 4) {
            wait();
        }
        int at = (int) (received % ROOM);
        return closed || ended ? 0 : (int) Math.min(ROOM - (received - taken), ROOM - at);
    }

    private synchronized void end(Optional<Throwable> why) {
        if (!ended) {
            ended = true;
            failure = why;
            notifyAll();
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long there = awaitBytes();
        if (there == 0) {
            return -1;
        }
        int at = (int) (taken % ROOM);
        int now = (int) Math.min(Math.min(there, length), ROOM - at);
        System.arraycopy(ring, at, into, offset, now);
        take(now);
        return now;
    }

    private synchronized void take(int bytes) {
        taken += bytes;
        notifyAll();
    }

    private synchronized long awaitBytes() throws IOException {
        try {
            while (received == taken && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkException(SinkException.Kind.CANCELLED, key, "get of '" + key + "' was interrupted", e);
        }
        if (closed) {
            throw new IOException("get of '" + key + "': it was closed");
        }
        if (received == taken && failure.isPresent()) {
            throw told(failure.get());
        }
        return received - taken;
    }

    private static IOException told(Throwable thrown) {
        return switch (thrown) {
            case IOException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> new InterruptedIOException(FailureWords.of(thrown));
        };
    }

    /** Ends a read that is under way. */
    @Override
    public void close() {
        if (isUnderWay()) {
            reader.interrupt();
        }
        boolean interrupted = Thread.interrupted();
        try {
            reader.join(grace);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isUnderWay() {
        closed = true;
        notifyAll();
        return !ended;
    }
}
