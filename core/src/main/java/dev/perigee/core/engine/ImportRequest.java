package dev.perigee.core.engine;

import dev.perigee.core.keys.DumpFile;
import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.Import;
import dev.perigee.core.keys.ImportReport;
import dev.perigee.core.keys.ImportRules;
import dev.perigee.core.keys.ImportStep;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings exported keys back into a live cluster.
 *
 * @param files what an export wrote: files, pipes, or {@code -}
 * @param input what {@code -} stands for
 * @param cluster which cluster; empty if there is but one
 * @param rules how to bring the keys in
 * @param approval sees the rules where they delete keys; a dry run is what is left to an approval that is withheld
 * @param dryRun only say what would be done
 * @param listener is told of every key, by one thread at a time
 */
public record ImportRequest(
        List<Path> files,
        InputStream input,
        Optional<String> cluster,
        ImportRules rules,
        Approval<ImportRules> approval,
        boolean dryRun,
        Consumer<ImportStep> listener)
        implements Request<ImportRequest.Imported> {

    /** Copies the list. */
    public ImportRequest {
        files = List.copyOf(files);
    }

    /**
     * What was done, or would be.
     *
     * @param report what was done with how many keys
     * @param failure what ended it early; empty if it came to its end
     */
    public record Imported(ImportReport report, Optional<OperationException> failure) implements Result {

        /** OK, or the failure's. */
        @Override
        public Outcome outcome() {
            return failure.map(OperationException::outcome).orElse(Outcome.OK);
        }
    }

    @Override
    public Imported in(Run run) throws OperationException, IOException {
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new OperationException(
                        Outcome.BAD_INPUT, "'" + file + "' is a directory, not what an export wrote");
            }
        }
        try (DumpFiles dumps = DumpFiles.open(files, input, run.config().identities())) {
            boolean dry = dryRun || rules.prune() && !approval.approve(rules);
            ImportReport report = bring(run, dumps.files(), dry);
            return new Imported(report, report.failure().map(Causes::explained));
        }
    }

    private ImportReport bring(Run run, List<DumpFile> dumps, boolean dry) throws OperationException, IOException {
        try (EtcdKeyStore store = EtcdKeyStore.open(run.cluster(cluster).etcd())) {
            PatientKeyStore patient = new PatientKeyStore(
                    store, EtcdKeyStore::mayPass, run.timing().sleeper());
            return new Import(patient, EtcdKeyStore::mayPass, rules, dry).run(dumps, listener);
        }
    }
}
