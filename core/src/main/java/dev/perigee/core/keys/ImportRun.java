package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One import as it runs: reads the files, decides in batches, writes in guarded transactions, several at a time.
 *
 * <p>Not to be used twice. Its methods belong to one thread; the batches run on virtual threads of their own.
 */
public final class ImportRun {

    /** Below etcd's default of 128 operations in a transaction. */
    private static final int BATCH_ENTRIES = 100;

    /** Far below etcd's default of 1.5 MiB for a request. */
    private static final long BATCH_BYTES = 512 << 10;

    private final KeyStore store;
    private final ImportRules rules;
    private final boolean writing;
    private final Consumer<ImportStep> listener;
    private final Leases leases;
    private final Set<Bytes> wanted = new HashSet<>();
    private final Map<ImportStep.Action, Long> counts = new EnumMap<>(ImportStep.Action.class);

    /**
     * An import.
     *
     * @param store the cluster
     * @param rules how to bring the keys in
     * @param writing false to decide only
     * @param listener is told of every step once it is done (or decided); called by one thread at a time
     */
    public ImportRun(KeyStore store, ImportRules rules, boolean writing, Consumer<ImportStep> listener) {
        this.store = store;
        this.rules = rules;
        this.writing = writing;
        this.listener = listener;
        this.leases = new Leases(store);
    }

    /**
     * Brings in the files one after the other, then prunes if the rules say so and nothing failed.
     *
     * @param files proven files
     * @return what was done, also when it ended early
     */
    public ImportReport run(List<DumpFile> files) {
        Optional<String> failure = Optional.empty();
        try {
            for (DumpFile file : files) {
                bring(file);
            }
            if (rules.prune()) {
                prune();
            }
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        synchronized (counts) {
            return new ImportReport(counts, leases.granted(), failure);
        }
    }

    private void bring(DumpFile file) throws IOException {
        leases.know(file.leases());
        try (Batches batches = new Batches(batch -> apply(file, batch))) {
            Collector collector = new Collector(file, batches);
            file.forEach(collector);
            collector.flush();
            batches.await();
        }
    }

    private void apply(DumpFile file, List<Placed> batch) throws IOException {
        try {
            settle(batch);
        } catch (IOException e) {
            if (EtcdKeyStore.mayPass(e) || e instanceof InterruptedIOException) {
                throw e; // the cluster is at fault, not an entry
            }
            if (batch.size() == 1) {
                Placed culprit = batch.getFirst();
                throw new IOException(
                        file.path() + ": entry " + culprit.position() + ", key "
                                + culprit.entry().key() + ": " + e.getMessage(),
                        e);
            }
            // One entry may be too large for etcd, or the answer for us: halves find the one at fault.
            apply(file, batch.subList(0, batch.size() / 2));
            apply(file, batch.subList(batch.size() / 2, batch.size()));
        }
    }

    private void settle(List<Placed> batch) throws IOException {
        List<ImportStep> steps;
        do {
            steps = decide(batch);
        } while (writing && !write(steps));
        steps.forEach(this::done);
    }

    private List<ImportStep> decide(List<Placed> batch) throws IOException {
        List<Bytes> keys = batch.stream().map(placed -> placed.entry().key()).toList();
        List<Optional<KeyEntry>> present = store.read(keys);
        List<ImportStep> steps = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            KeyEntry entry = batch.get(i).entry();
            steps.add(ImportStep.decide(leased(entry), present.get(i), rules.onConflict(), leaveOut(entry)));
        }
        return steps;
    }

    private KeyEntry leased(KeyEntry entry) {
        return rules.leases() == LeasePolicy.DROP ? entry.withoutLease() : entry;
    }

    private boolean leaveOut(KeyEntry entry) {
        return entry.lease() != 0
                && switch (rules.leases()) {
                    case SKIP -> true;
                    case DROP -> false;
                    case KEEP -> !leases.knows(entry.lease());
                };
    }

    private boolean write(List<ImportStep> steps) throws IOException {
        List<KeyStore.Write> writes = new ArrayList<>();
        for (ImportStep step : steps) {
            if (step.action().writes()) {
                long lease = step.entry().lease() == 0
                        ? 0
                        : leases.renewed(step.entry().lease());
                writes.add(new KeyStore.Write(
                        step.entry().key(), step.seenModRevision(), step.entry().value(), lease));
            }
        }
        return writes.isEmpty() || store.write(writes);
    }

    private void prune() throws IOException {
        LiveKeySource.forEach(store, store.position().revision(), true, rules.filter(), entry -> {
            if (!wanted.contains(entry.key())) {
                delete(new ImportStep(ImportStep.Action.DELETE, entry.withoutValue(), entry.modRevision()));
            }
        });
    }

    private void delete(ImportStep step) throws IOException {
        // A key that changed between the listing and now is somebody's news: it stays.
        if (!writing
                || store.write(
                        List.of(new KeyStore.Write(step.entry().key(), step.seenModRevision(), Optional.empty(), 0)))) {
            done(step);
        }
    }

    private void done(ImportStep step) {
        synchronized (counts) {
            counts.merge(step.action(), 1L, Long::sum);
            listener.accept(step);
        }
    }

    /**
     * An entry and its place in the file.
     *
     * @param position from 1 up
     * @param entry the entry under its final key
     */
    record Placed(long position, KeyEntry entry) {}

    /** Gathers entries into batches. */
    private final class Collector implements EntryVisitor {

        private final DumpFile file;
        private final Batches batches;
        private List<Placed> batch = new ArrayList<>();
        private Set<Bytes> keys = new HashSet<>();
        private long bytes;
        private long position;

        Collector(DumpFile file, Batches batches) {
            this.file = file;
            this.batches = batches;
        }

        @Override
        public void entry(KeyEntry entry) throws IOException {
            position++;
            Optional<KeyEntry> target = rules.target(entry, file.keysAreRelative());
            if (target.isPresent()) {
                add(target.get());
            }
        }

        private void add(KeyEntry entry) throws IOException {
            long size = entry.key().length() + entry.value().map(Bytes::length).orElse(0);
            if (batch.size() == BATCH_ENTRIES || bytes + size > BATCH_BYTES || !keys.add(entry.key())) {
                flush();
                keys.add(entry.key());
            }
            if (rules.prune()) {
                wanted.add(entry.key());
            }
            batch.add(new Placed(position, entry));
            bytes += size;
        }

        void flush() throws IOException {
            if (!batch.isEmpty()) {
                batches.submit(batch);
            }
            batch = new ArrayList<>();
            keys = new HashSet<>();
            bytes = 0;
        }
    }
}
