package dev.perigee.core.putback;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyStore;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.putback.PutbackStep.Direction;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does what a file says, or undoes it: in transactions that are guarded by the revisions of all their keys, one after the other. What it did
 * it finds done when it is run again. Used once, by one thread.
 */
public final class PutbackRun {

    /** Below etcd's default of 128 operations in a transaction. */
    private static final int MOST_KEYS = 100;

    /** Far below etcd's default of 1.5 MiB for a request. */
    private static final long MOST_BYTES = 512 << 10;

    /** Each time one of its keys has changed since it was looked at. */
    private static final int MOST_ROUNDS = 1000;

    private final KeyStore store;
    private final PutbackFile file;
    private final Direction direction;
    private final LeaseRenewal leases;
    private final Consumer<PutbackStep> listener;
    private final Map<PutbackStep.Action, Long> counts = new EnumMap<>(PutbackStep.Action.class);
    private List<KeyChange> batch = new ArrayList<>();
    private long bytes;

    /**
     * A run to be.
     *
     * @param store the cluster
     * @param file what is to be done
     * @param direction whether to do or to undo it
     * @param fullLeases whether leases that are gone are granted with their full time, rather than with what was left
     * @param listener is told of every key once it is done
     */
    public PutbackRun(
            KeyStore store, PutbackFile file, Direction direction, boolean fullLeases, Consumer<PutbackStep> listener) {
        this.store = store;
        this.file = file;
        this.direction = direction;
        this.listener = listener;
        this.leases = new LeaseRenewal(
                store, direction == Direction.FORTH ? file.leasesAfter() : file.leasesBefore(), fullLeases);
    }

    /**
     * Does it.
     *
     * @return what was done, also when it ended early
     */
    public PutbackReport run() {
        Optional<Exception> failure = Optional.empty();
        try {
            file.forEach(this::take);
            flush();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        return new PutbackReport(counts, leases.granted(), failure);
    }

    private void take(KeyChange change) throws IOException {
        long size = change.key().length() + size(change.before()) + size(change.after());
        if (batch.size() == MOST_KEYS || bytes + size > MOST_BYTES) {
            flush();
        }
        batch.add(change);
        bytes += size;
    }

    private static long size(Optional<KeyEntry> entry) {
        return entry.flatMap(KeyEntry::value).map(Bytes::length).orElse(0);
    }

    private void flush() throws IOException {
        if (!batch.isEmpty()) {
            settle(batch);
        }
        batch = new ArrayList<>();
        bytes = 0;
    }

    private void settle(List<KeyChange> changes) throws IOException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            List<PutbackStep> steps = decided(changes);
            if (written(steps)) {
                steps.forEach(this::done);
                return;
            }
        }
        throw new IOException(
                "the keys from " + changes.getFirst().key() + " on change faster than they can be put back");
    }

    private List<PutbackStep> decided(List<KeyChange> changes) throws IOException {
        List<Optional<KeyEntry>> current =
                store.read(changes.stream().map(KeyChange::key).toList());
        List<PutbackStep> steps = new ArrayList<>(changes.size());
        for (int at = 0; at < changes.size(); at++) {
            steps.add(PutbackStep.decide(changes.get(at), direction, current.get(at)));
        }
        return steps;
    }

    private boolean written(List<PutbackStep> steps) throws IOException {
        List<KeyStore.Write> writes = new ArrayList<>();
        for (PutbackStep step : steps) {
            if (step.writes()) {
                long lease = leases.of(step.target().map(KeyEntry::lease).orElse(0L));
                writes.add(new KeyStore.Write(
                        step.change().key(),
                        step.seenModRevision(),
                        step.target().flatMap(KeyEntry::value),
                        lease));
            }
        }
        return writes.isEmpty() || store.write(writes);
    }

    private void done(PutbackStep step) {
        counts.merge(step.action(), 1L, Long::sum);
        listener.accept(step);
    }
}
