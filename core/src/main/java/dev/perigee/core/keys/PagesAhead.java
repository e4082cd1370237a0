package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads ranges page by page, with pages of about the same weight whatever the values' sizes. The next page is under way,
 * on a thread of its own, while one is being shown. Used by one thread.
 */
final class PagesAhead implements AutoCloseable {

    /** What a page should weigh: a few of them fit into a small heap, and grpc reads it into a buffer that it keeps. */
    private static final long PAGE_BYTES = 4 << 20;

    private static final int FIRST_LIMIT = 100;

    /** For each page etcd counts the whole rest of the range, so with small keys few large pages take the least time. */
    private static final int MOST = 60_000;

    private final KeyStore store;
    private final long revision;
    private final boolean keysOnly;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("pages-ahead").factory());

    /**
     * Reads nothing yet.
     *
     * @param store where the keys are
     * @param revision the revision to read at
     * @param keysOnly whether to leave out the values
     */
    PagesAhead(KeyStore store, long revision, boolean keysOnly) {
        this.store = store;
        this.revision = revision;
        this.keysOnly = keysOnly;
    }

    /** Shows every key of a range, ascending. */
    void forEach(KeyRange range, EntryVisitor visitor) throws IOException {
        KeyRange rest = range;
        KeyStore.Page page = await(ask(rest, FIRST_LIMIT));
        long counted = page.count();
        long left = counted - page.entries().size();
        while (page.more()) {
            rest = rest.after(page.entries().getLast().key());
            Future<KeyStore.Page> next = ask(rest, nextLimit(page.entries()));
            show(page, visitor);
            page = await(next);
            left -= page.entries().size();
            requireCounted(left, counted);
        }
        show(page, visitor);
    }

    /** At one revision no key is added: pages without end would fill the disk. */
    private static void requireCounted(long left, long counted) throws IOException {
        if (left < 0) {
            throw new IOException("the cluster sends more keys than the " + counted
                    + " that it counted at that revision; is that an etcd member?");
        }
    }

    private Future<KeyStore.Page> ask(KeyRange range, int limit) {
        return reader.submit(() -> store.range(range, revision, limit, keysOnly));
    }

    private static KeyStore.Page await(Future<KeyStore.Page> asked) throws IOException {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while keys were being read");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private static void show(KeyStore.Page page, EntryVisitor visitor) throws IOException {
        for (KeyEntry entry : page.entries()) {
            visitor.entry(entry);
        }
    }

    /** Grows by steps: small keys say nothing about the values behind them. */
    private static int nextLimit(List<KeyEntry> page) {
        long bytes = page.stream()
                .mapToLong(entry ->
                        entry.key().length() + entry.value().map(Bytes::length).orElse(0) + 64L)
                .sum();
        long most = Math.min(MOST, 8L * page.size());
        return (int) Math.clamp(PAGE_BYTES * page.size() / bytes, 1, most);
    }

    /** Breaks off the page under way. */
    @Override
    public void close() {
        reader.shutdownNow();
        reader.close();
    }
}
