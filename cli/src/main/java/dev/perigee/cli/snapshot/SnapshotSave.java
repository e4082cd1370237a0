package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.SavedFile;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.SaveFileRequest;
import dev.perigee.core.engine.SaveRequest;
import dev.perigee.core.engine.SaveResult;
import dev.perigee.core.engine.StrayDebtsRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.report.BackupRow;
import dev.perigee.core.report.SavedRow;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot save}. */
@CommandLine.Command(
        name = "save",
        description = {
            "Take a snapshot, prove it, and keep it in the job's sinks.",
            "",
            "With FILE: prove it and keep it in that file only. No sink, no manifest, no prune."
        },
        footer = {
            "  perigee snapshot save --quiet",
            "  perigee snapshot save --all",
            "  perigee snapshot save ./etcd.db --endpoints http://10.0.0.1:2379"
        })
public final class SnapshotSave extends Command implements Changing {

    @Parameters(
            converter = AnyName.class,
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to, instead of the job's sinks.")
    private @Nullable String file;

    @Option(names = "--job", paramLabel = "NAME", description = "Which job. Needed if there are several.")
    private @Nullable String jobName;

    @Option(names = "--all", description = "Every job, one after the other.")
    private boolean all;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotSave(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (file != null) {
            if (all) {
                throw Failure.of(ExitCode.BAD_ARGUMENTS, "FILE and --all exclude each other");
            }
            return toFile(SnapshotFile.of(file));
        }
        if (all && jobName != null) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--job and --all exclude each other");
        }
        return runJobs();
    }

    private ExitCode toFile(Path path) throws OperationException {
        Optional<String> job = Optional.ofNullable(jobName);
        try (Engine engine = Engines.forEtcd(session, job)) {
            SavedFile saved = run(engine, new SaveFileRequest(path, job));
            session.report(SavedRow.of(saved), Format.TABLE);
            saved.doubt().ifPresent(session::error);
            return Failures.code(saved.outcome());
        }
    }

    private ExitCode runJobs() throws OperationException {
        Optional<String> job = Optional.ofNullable(jobName);
        try (Engine engine = Engines.forJobs(session, job)) {
            run(engine, new StrayDebtsRequest()).sentences().forEach(session::warn);
            SaveResult result = run(engine, new SaveRequest(job, all));
            session.report(BackupRow.of(result.backups()), Format.TABLE);
            for (BackupResult backup : result.backups()) {
                backup.doubt().ifPresent(session::error);
                backup.sinks().forEach(sink -> tellFailure(backup, sink));
            }
            return Failures.code(result.outcome());
        }
    }

    private void tellFailure(BackupResult result, BackupResult.SinkResult sink) {
        boolean givenUp = result.dropped().stream()
                .anyMatch(dropped -> dropped.id().equals(result.manifest().id()));
        String waits = sink.outlook()
                .filter(_ -> !givenUp)
                .map(outlook -> "\nhint: " + outlook)
                .orElse("");
        sink.failure().ifPresent(failure -> session.error(failure.text() + waits));
    }
}
