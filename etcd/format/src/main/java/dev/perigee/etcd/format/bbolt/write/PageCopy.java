package dev.perigee.etcd.format.bbolt.write;

import dev.perigee.etcd.format.bbolt.FileCutException;
import dev.perigee.etcd.format.bbolt.Meta;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * A new file with a database's pages as they are, but without its two meta pages: nobody can open it before {@link
 * EditedCopy#complete} gives it some.
 *
 * <p>One thread copies, which is the kernel's work; another may read what is there already, and waits for the rest.
 */
public final class PageCopy implements Closeable {

    /** Small enough that the reader finds it in the processor's cache still. */
    private static final long STEP = 8 << 20;

    private static final int CHUNK = 1 << 20;

    private final FileChannel source;
    private final Path path;
    private final FileChannel target;
    private final long first;
    private final long end;
    private long copied;
    private boolean ended;

    private PageCopy(FileChannel source, Meta meta, Path path, FileChannel target) {
        this.source = source;
        this.path = path;
        this.target = target;
        this.first = 2L * meta.pageSize();
        this.end = meta.pages() * meta.pageSize();
        this.copied = first;
    }

    /**
     * Makes the file.
     *
     * @param source the database; stays the caller's
     * @param meta its live meta
     * @param path must not exist yet
     * @return the copy, without a page in it; close it
     * @throws IOException if it can't be made
     */
    public static PageCopy create(FileChannel source, Meta meta, Path path) throws IOException {
        FileChannel target = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new PageCopy(source, meta, path, target);
    }

    /**
     * Makes the file with all pages in it, on the disk, and verifies them by reading them again.
     *
     * @param source the database
     * @param target must not exist yet
     * @throws FileCutException if the source ends before its last page
     * @throws IOException if it can't be read or written, or a page isn't the source's when read again
     */
    public static void lay(ProvenFile source, Path target) throws IOException {
        try (PageCopy copy = create(source.channel(), source.meta(), target);
                ExecutorService beside = Executors.newSingleThreadExecutor()) {
            copy.run();
            Future<?> compared = beside.submit(() -> {
                copy.compare(() -> false);
                return copy;
            });
            copy.sync(); // the disk has the pages to write while the processor compares them
            compared.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException("the copy could not be compared with " + source.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the copy was compared with " + source.path());
        }
    }

    /**
     * Copies all pages.
     *
     * @throws FileCutException if the source ends before its last page
     * @throws IOException if it can't be read, or the copy not written
     */
    public void run() throws IOException {
        try {
            target.position(first);
            while (copied < end) {
                reached(copied + step(copied));
            }
        } finally {
            end();
        }
    }

    private long step(long at) throws IOException {
        long step = source.transferTo(at, Math.min(STEP, end - at), target);
        if (step <= 0) {
            throw new FileCutException(at + 1, end);
        }
        return step;
    }

    private synchronized void reached(long at) {
        copied = at;
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Reads what the source holds at an offset: a page from the copy, once it is there; else from the source itself.
     *
     * @param into is filled, or in part
     * @param offset in bytes
     * @return how many bytes; -1 if there are none, or the copying has failed
     * @throws IOException if it can't be read
     */
    public int read(ByteBuffer into, long offset) throws IOException {
        if (offset >= end) {
            return source.read(into, offset);
        }
        boolean page = offset >= first;
        into.limit((int) Math.min(into.limit(), into.position() + (page ? end : first) - offset));
        if (!page) {
            return source.read(into, offset);
        }
        return isThere(offset + into.remaining()) ? target.read(into, offset) : -1;
    }

    private synchronized boolean isThere(long upTo) throws IOException {
        boolean interrupted = false;
        while (copied < upTo && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the copying ends by itself; the next read tells
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return copied >= upTo;
    }

    /**
     * Compares every page with the source's, once it is there.
     *
     * @param cancelled ends it early
     * @throws IOException if one differs, or can't be read
     */
    public void compare(BooleanSupplier cancelled) throws IOException {
        ByteBuffer ours = ByteBuffer.allocateDirect(CHUNK);
        ByteBuffer theirs = ByteBuffer.allocateDirect(CHUNK);
        for (long at = first; at < end && !cancelled.getAsBoolean(); at += ours.limit()) {
            int length = (int) Math.min(CHUNK, end - at);
            if (!isThere(at + length)) {
                return;
            }
            boolean same = filled(target, at, ours.clear().limit(length))
                    .equals(filled(source, at, theirs.clear().limit(length)));
            Verification.require(path, same, "bytes " + at + " to " + (at + length) + " are not the source's");
        }
    }

    private static ByteBuffer filled(FileChannel channel, long at, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new IOException("the file ended at byte " + (at + into.position()));
            }
        }
        return into.flip();
    }

    /**
     * Brings what was copied to the disk.
     *
     * @throws IOException if it can't be brought there
     */
    public void sync() throws IOException {
        target.force(false);
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
