package dev.perigee.core.keys;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Brings files of keys into a live cluster. */
public final class Import {

    private final KeyStore store;
    private final Predicate<IOException> passing;
    private final ImportRules rules;
    private final boolean dryRun;

    /**
     * An import.
     *
     * @param store the cluster; patient with failures that pass
     * @param passing whether a failure is the cluster's, which may pass, and no entry's
     * @param rules how to bring the keys in
     * @param dryRun whether to say only what would be done
     */
    public Import(KeyStore store, Predicate<IOException> passing, ImportRules rules, boolean dryRun) {
        this.store = store;
        this.passing = passing;
        this.rules = rules;
        this.dryRun = dryRun;
    }

    /**
     * Brings the files in, one after the other.
     *
     * @param files opened, and by that proven
     * @param listener is told of every key, by one thread at a time
     * @return what was done, also when it ended early: then it says why
     * @throws OperationException REFUSED if a key stands in the way under {@link OnConflict#FAIL}; BAD_INPUT if
     *     the files can't be brought in so, or {@link OnConflict#NEWER} is asked for across clusters. Nothing was written then
     * @throws IOException if the cluster can't be asked; nothing was written then
     */
    public ImportReport run(List<DumpFile> files, Consumer<ImportStep> listener)
            throws OperationException, IOException {
        ImportCheck check = new ImportCheck(files, rules);
        check.requirePossible();
        if (rules.onConflict() == OnConflict.NEWER) {
            requireOneCluster(files);
        }
        if (rules.onConflict() == OnConflict.FAIL && !dryRun) {
            requireNoConflict(files);
        }
        if (!dryRun) {
            check.requireRoom(store, passing);
        }
        ImportReport report = new ImportRun(store, passing, rules, !dryRun, listener).run(files);
        return rules.onConflict() == OnConflict.FAIL && !dryRun ? withoutConflict(report) : report;
    }

    /** Between the look and the write somebody else may write. */
    private static ImportReport withoutConflict(ImportReport report) {
        long conflicts = report.count(ImportStep.Action.CONFLICT);
        return conflicts == 0 || report.failure().isPresent()
                ? report
                : new ImportReport(
                        report.counts(),
                        report.leasesGranted(),
                        Optional.of(new IOException(Words.count(conflicts, "key")
                                + " got other values while the import ran, and keep them")));
    }

    private void requireOneCluster(List<DumpFile> files) throws OperationException, IOException {
        OptionalLong cluster = OptionalLong.of(store.position(new KeyFilter(rules.targets(), List.of()).first())
                .clusterId());
        for (DumpFile file : files) {
            if (!file.clusterId().equals(cluster)) {
                throw new OperationException(
                        Outcome.BAD_INPUT,
                        file.name() + " comes from another cluster than the one it is to go into, or doesn't say from"
                                + " which, so which key is newer can't be told",
                        Optional.of("use --on-conflict overwrite, skip or fail"),
                        Optional.empty());
            }
        }
    }

    private void requireNoConflict(List<DumpFile> files) throws OperationException, IOException {
        FirstConflict conflict = new FirstConflict();
        ImportReport preview = new ImportRun(store, passing, rules, false, conflict).run(files);
        if (preview.failure().isPresent()) {
            throw preview.failure().get();
        }
        if (conflict.key.isPresent()) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "in the cluster with other values: "
                            + Words.count(preview.count(ImportStep.Action.CONFLICT), "key") + ", the first: "
                            + conflict.key.get()
                            + "; nothing was written",
                    Optional.of("--dry-run lists them; --on-conflict overwrite, skip or newer decides"),
                    Optional.empty());
        }
    }

    /** Remembers the least key that stands in the way. */
    private static final class FirstConflict implements Consumer<ImportStep> {

        private Optional<Bytes> key = Optional.empty();

        @Override
        public void accept(ImportStep step) {
            if (step.action() == ImportStep.Action.CONFLICT
                    && key.filter(first -> first.compareTo(step.entry().key()) <= 0)
                            .isEmpty()) {
                key = Optional.of(step.entry().key());
            }
        }
    }
}
