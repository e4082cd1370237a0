package dev.perigee.core.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream on a thread of its own, a few blocks ahead: while it decrypts and decompresses, its user digests and writes. Used
 * by one thread. What the stream throws is thrown here; of the block in which it was thrown nothing is given. Once this is closed nothing reads
 * the stream any more.
 */
public final class ReadAhead extends InputStream {

    private static final int BLOCK = 256 << 10;
    private static final int BLOCKS = 6;
    private static final long LOOK_MILLIS = 100;

    /** So many bytes; none at the end, where there may be a failure. */
    private record Block(byte[] bytes, int length, Optional<Throwable> failure) {}

    private final InputStream in;
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS + 2);
    private final Thread reader;
    private Block current = new Block(new byte[0], 0, Optional.empty());
    private boolean ended;
    private int at;
    private volatile boolean closed;

    private ReadAhead(InputStream in) {
        this.in = in;
        this.reader = Thread.ofPlatform().daemon().name("read-ahead").unstarted(this::fill);
    }

    /**
     * Begins.
     *
     * @param in what to read; closed with the stream that this gives
     * @return the same bytes
     */
    public static InputStream of(InputStream in) {
        ReadAhead ahead = new ReadAhead(in);
        ahead.reader.start();
        return ahead;
    }

    private void fill() {
        boolean more = true;
        while (more && !closed) {
            Block block = next();
            more = offer(block) && block.length() > 0;
        }
    }

    private Block next() {
        byte[] bytes = free.poll();
        byte[] into = bytes == null ? new byte[BLOCK] : bytes;
        try {
            return new Block(into, in.readNBytes(into, 0, BLOCK), Optional.empty());
        } catch (IOException | RuntimeException | Error e) {
            return new Block(into, 0, Optional.of(e));
        }
    }

    /** False once nobody wants it. */
    private boolean offer(Block block) {
        try {
            while (!closed) {
                if (filled.offer(block, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits here was, and gives up
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length() && !take()) {
            return -1;
        }
        int some = Math.min(length, current.length() - at);
        System.arraycopy(current.bytes(), at, into, offset, some);
        at += some;
        return some;
    }

    /** The next block; false at the end. */
    private boolean take() throws IOException {
        if (!ended) {
            if (current.bytes().length == BLOCK) {
                free.offer(current.bytes());
            }
            current = await();
            at = 0;
            ended = current.length() == 0;
        }
        if (current.failure().isPresent()) {
            throw told(current.failure().get());
        }
        return !ended;
    }

    private static IOException told(Throwable thrown) {
        return switch (thrown) {
            case IOException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> new IOException(thrown);
        };
    }

    private Block await() throws InterruptedIOException {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reader.interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while bytes were read");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Waits for a read that is under way: whoever goes on with what is below must be alone with it. */
    @Override
    public void close() throws IOException {
        closed = true;
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                reader.interrupt();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }
}
