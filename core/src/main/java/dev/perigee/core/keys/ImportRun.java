package dev.perigee.core.keys;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One import as it runs: reads the files, decides in batches, writes in guarded transactions, several at a time.
 *
 * <p>Not to be used twice. Its methods belong to one thread; the batches run on virtual threads of their own.
 */
public final class ImportRun {

    private final KeyStore store;
    private final Predicate<IOException> passing;
    private final ImportRules rules;
    private final boolean writing;
    private final Consumer<ImportStep> listener;
    private final Leases leases;
    private final KeyPrints wanted = new KeyPrints();
    private final Map<ImportStep.Action, Long> counts = new EnumMap<>(ImportStep.Action.class);

    /** Whether the batch read last found none of its keys; then the next are likely to be new, too. */
    private volatile boolean noneFound;

    /**
     * An import.
     *
     * @param store the cluster
     * @param passing whether a failure is the cluster's, which may pass, and no entry's
     * @param rules how to bring the keys in
     * @param writing false to decide only
     * @param listener is told of every step once it is done (or decided); called by one thread at a time
     */
    public ImportRun(
            KeyStore store,
            Predicate<IOException> passing,
            ImportRules rules,
            boolean writing,
            Consumer<ImportStep> listener) {
        this.store = store;
        this.passing = passing;
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
        Optional<IOException> failure = Optional.empty();
        try {
            for (DumpFile file : files) {
                bring(file);
            }
            if (rules.prune()) {
                prune(!files.isEmpty() && files.stream().allMatch(DumpFile::keysAreRelative));
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        synchronized (counts) {
            return new ImportReport(counts, leases.granted(), failure);
        }
    }

    private void bring(DumpFile file) throws IOException {
        leases.know(file.leases());
        try (Batches batches = new Batches(batch -> apply(file, batch, noneFound))) {
            BatchCollector collector = new BatchCollector(batches);
            file.forEach(entry -> {
                Optional<KeyEntry> target = rules.target(entry, file.keysAreRelative());
                if (rules.prune() && target.isPresent()) {
                    wanted.add(target.get().key());
                }
                collector.take(target);
            });
            collector.flush();
            batches.await();
        }
    }

    private void apply(DumpFile file, List<Placed> batch, boolean guess) throws IOException {
        try {
            settle(batch, guess);
        } catch (IOException e) {
            if (passing.test(e) || e instanceof InterruptedIOException) {
                throw e; // the cluster is at fault, not an entry
            }
            if (batch.size() == 1) {
                throw new RefusedEntryException(file.name(), batch.getFirst(), e);
            }
            // One entry may be too large for etcd, or the answer for us: halves find the one at fault. They look first,
            // for etcd applies the transaction that crosses its quota and yet answers that there is no space.
            apply(file, batch.subList(0, batch.size() / 2), false);
            apply(file, batch.subList(batch.size() / 2, batch.size()), false);
        }
    }

    /** New keys are written without a look first: the guards find out if one is there. That saves every second call. */
    private void settle(List<Placed> batch, boolean guess) throws IOException {
        boolean blind = guess && writing && batch.stream().noneMatch(this::needsLease);
        List<ImportStep> steps = decide(batch, blind ? nothing(batch) : look(batch));
        while (writing && !write(steps)) {
            steps = decide(batch, look(batch));
        }
        steps.forEach(this::done);
    }

    /** A lease granted on a wrong guess would be left over. */
    private boolean needsLease(Placed placed) {
        return leased(placed.entry()).lease() != 0;
    }

    private static List<Optional<KeyEntry>> nothing(List<Placed> batch) {
        return Collections.nCopies(batch.size(), Optional.empty());
    }

    private List<Optional<KeyEntry>> look(List<Placed> batch) throws IOException {
        List<Optional<KeyEntry>> present =
                store.read(batch.stream().map(placed -> placed.entry().key()).toList());
        noneFound = present.stream().allMatch(Optional::isEmpty);
        return present;
    }

    private List<ImportStep> decide(List<Placed> batch, List<Optional<KeyEntry>> present) {
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

    private void prune(boolean relative) throws IOException {
        KeyFilter targets = new KeyFilter(rules.targets(), List.of());
        LiveKeySource.forEach(store, store.position(targets.first()).revision(), true, targets, entry -> {
            if (rules.prunes(entry.key(), relative) && !wanted.contains(entry.key())) {
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
}
