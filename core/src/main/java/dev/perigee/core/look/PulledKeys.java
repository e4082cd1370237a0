package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The keys of a source, one asked for after the other: a thread of its own reads ahead by a bounded number of bytes. */
final class PulledKeys implements AutoCloseable {

    private static final int MOST_ENTRIES = 512;
    private static final long MOST_BYTES = 1 << 20;

    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(2);
    private final Thread reader;
    private Batch current = new Batch(List.of(), false, Optional.empty());
    private int at;

    /** Some keys, or the end: by itself, or by a failure. */
    private record Batch(List<KeyEntry> entries, boolean last, Optional<Exception> failure) {}

    PulledKeys(KeySource source, KeyFilter filter) {
        reader = Thread.ofPlatform().daemon().name("keys-ahead").start(() -> read(source, filter));
    }

    private void read(KeySource source, KeyFilter filter) {
        try {
            put(gathered(source, filter), true, Optional.empty());
        } catch (IOException | RuntimeException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody waits
        }
    }

    private void end(Exception failure) {
        try {
            put(List.of(), true, Optional.of(failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody waits
        }
    }

    private List<KeyEntry> gathered(KeySource source, KeyFilter filter) throws IOException {
        List<KeyEntry> batch = new ArrayList<>();
        long[] bytes = {0};
        source.forEach(filter, entry -> {
            batch.add(entry);
            bytes[0] += entry.key().length() + entry.value().map(Bytes::length).orElse(0);
            if (batch.size() == MOST_ENTRIES || bytes[0] > MOST_BYTES) {
                handOver(batch);
                batch.clear();
                bytes[0] = 0;
            }
        });
        return batch;
    }

    private void handOver(List<KeyEntry> batch) throws IOException {
        try {
            put(batch, false, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody wants the other keys");
        }
    }

    private void put(List<KeyEntry> batch, boolean last, Optional<Exception> failure) throws InterruptedException {
        batches.put(new Batch(List.copyOf(batch), last, failure));
    }

    /** The next key, which stays the next one; empty at the end. */
    Optional<KeyEntry> peek() throws IOException {
        while (at == current.entries().size() && !current.last()) {
            current = take();
            at = 0;
        }
        return at < current.entries().size() ? Optional.of(current.entries().get(at)) : Optional.empty();
    }

    /** Goes on to the key after the next. */
    void advance() {
        at++;
    }

    private Batch take() throws IOException {
        Batch batch = taken();
        if (batch.failure().isPresent()) {
            throw batch.failure().get() instanceof IOException failure
                    ? failure
                    : new IOException(batch.failure().get());
        }
        return batch;
    }

    private Batch taken() throws IOException {
        try {
            return batches.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while keys were being read");
        }
    }

    /** Has the reader stop, and waits for it: the source is the caller's again. */
    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                batches.clear();
                reader.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
