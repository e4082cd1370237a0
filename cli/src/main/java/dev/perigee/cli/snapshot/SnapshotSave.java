package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.backup.Backup;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.backup.SaveFile;
import dev.perigee.core.backup.SavedFile;
import dev.perigee.core.backup.StrayDebts;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.state.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private ExitCode toFile(Path path) throws Exception {
        ProgressDisplay progress = new ProgressDisplay(session);
        Optional<String> job = Optional.ofNullable(jobName);
        try (Setup setup = Setup.forOneFile(session, job)) {
            SavedFile saved = new SaveFile(setup.withoutState(progress)).run(Setup.etcd(session, job), path);
            progress.clear();
            session.report(SavedRow.VIEW, saved, Format.TABLE);
            saved.doubt().ifPresent(session::error);
            return Failures.code(saved.outcome());
        } finally {
            progress.clear();
        }
    }

    private ExitCode runJobs() throws Exception {
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, Optional.ofNullable(jobName))) {
            List<Job> jobs = jobs(setup);
            Environment environment = setup.environment(progress);
            new StrayDebts(environment).run(setup.config().jobs()).forEach(session::warn);
            Backup backup = new Backup(environment);
            if (jobs.size() == 1) {
                return show(List.of(backup.run(jobs.getFirst())), progress);
            }
            return runEach(jobs, backup, progress);
        } finally {
            progress.clear();
        }
    }

    private List<Job> jobs(Setup setup) throws Failure {
        List<Job> jobs = setup.config().jobs();
        String names = jobs.stream().map(Job::name).collect(Collectors.joining(", "));
        if (jobName != null) {
            return List.of(setup.config()
                    .job(jobName)
                    .orElseThrow(() -> Failure.of(ExitCode.NOT_FOUND, "no job is called '" + jobName + "'")
                            .withHint("there are: " + names)));
        }
        if (jobs.size() > 1 && !all) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "several jobs are configured")
                    .withHint("pick one with --job, or take --all: " + names);
        }
        return jobs;
    }

    /** One job's failure doesn't keep the next from running. */
    private ExitCode runEach(List<Job> jobs, Backup backup, ProgressDisplay progress) throws Exception {
        List<BackupResult> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Job job : jobs) {
            try {
                results.add(backup.run(job));
            } catch (OperationException e) {
                Failure failure = Failures.explain(e);
                if (failure.code() == ExitCode.INTERRUPTED) {
                    throw failure;
                }
                progress.clear();
                session.error("job '" + job.name() + "': " + failure.getMessage());
                failures.add(failure);
            }
        }
        if (results.isEmpty()) {
            throw Failure.of(failures.getFirst().code(), "no job succeeded");
        }
        ExitCode shown = show(results, progress);
        return failures.isEmpty() ? shown : ExitCode.PARTIAL;
    }

    private void tellFailure(BackupResult result, BackupResult.SinkResult sink) {
        boolean givenUp = result.dropped().stream()
                .anyMatch(dropped -> dropped.id().equals(result.manifest().id()));
        String waits =
                sink.stored() || givenUp ? "" : "\nhint: the backup waits in the spool; the next run brings it there";
        sink.failure().ifPresent(failure -> session.error(failure.text() + waits));
    }

    private ExitCode show(List<BackupResult> results, ProgressDisplay progress) throws Failure {
        progress.clear();
        List<BackupRow> rows = results.stream().map(BackupRow::of).toList();
        if (results.size() == 1) {
            session.report(BackupRow.VIEW, rows.getFirst(), Format.TABLE);
        } else {
            session.report(BackupRow.VIEW, rows, Format.TABLE);
        }
        ExitCode worst = ExitCode.OK;
        for (BackupResult result : results) {
            result.doubt().ifPresent(session::error);
            result.sinks().forEach(sink -> tellFailure(result, sink));
            ExitCode code = Failures.code(result.outcome());
            worst = worst == ExitCode.OK || worst == code ? code : code == ExitCode.OK ? worst : ExitCode.PARTIAL;
        }
        return worst;
    }
}
