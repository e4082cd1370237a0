package dev.perigee.etcd.format.bbolt;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a file by position into one reused window off the heap.
 *
 * <p>The window doubles while pages are asked for in the file's order, and falls back to what was asked for on a jump:
 * few calls on a freshly written file, little waste on a fragmented one. A mapping would save the copy, but a mapped file
 * that is cut while it is being read kills the process.
 */
public final class FilePageSource implements PageSource {

    /** Fits into a core's second-level cache, so that the bytes are still there when they are hashed. */
    private static final long WIDEST = 256 << 10;

    private final FileChannel channel;
    private final long fileLength;
    private final Arena arena;
    private MemorySegment window = MemorySegment.NULL;
    private ByteBuffer target = ByteBuffer.allocate(0);
    private long start;
    private long filled;
    private long ahead;

    /**
     * A source.
     *
     * @param channel the file; stays the caller's
     * @param fileLength its length when it was opened
     * @param arena memory for the window, and for a larger one where a page needs it
     */
    public FilePageSource(FileChannel channel, long fileLength, Arena arena) {
        this.arena = arena;
        this.channel = channel;
        this.fileLength = fileLength;
    }

    @Override
    public MemorySegment bytes(long offset, long length) throws IOException {
        if (offset < start || offset + length > start + filled) {
            fill(offset, length);
        }
        return window.asSlice(offset - start, length);
    }

    private void fill(long offset, long length) throws IOException {
        long end = start + filled;
        boolean onward = offset >= start && offset <= end + ahead;
        ahead = onward ? Math.min(Math.max(ahead * 2, length), WIDEST) : length;
        long wanted = Math.min(Math.max(length, ahead), fileLength - offset);
        filled = 0;
        reserve(wanted);
        read(offset, (int) wanted);
        start = offset;
        filled = wanted;
    }

    private void reserve(long wanted) throws IOException {
        if (window.byteSize() >= wanted) {
            return;
        }
        long size = Math.max(Long.highestOneBit(wanted * 2 - 1), 4096);
        try {
            window = arena.allocate(size);
            target = window.asByteBuffer();
        } catch (OutOfMemoryError e) {
            throw new IOException("there is no memory for a page of " + size + " bytes", e);
        }
    }

    private void read(long offset, int wanted) throws IOException {
        target.clear().limit(wanted);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new FileCutException(offset + wanted, fileLength);
            }
        }
    }
}
