package dev.perigee.daemon;

import dev.perigee.core.backup.Backup;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.CatchUp;
import dev.perigee.core.backup.Job;
import dev.perigee.core.backup.StrayDebts;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.sinks.SinkFailure;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.Words;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Runs core's verbs, and says in the log what came of it.
 *
 * @param environment what the verbs stand on
 */
record VerbRunner(Environment environment) implements JobRunner {

    private static final System.Logger LOG = System.getLogger(VerbRunner.class.getName());

    @Override
    public void begin(List<Job> jobs) {
        try {
            new StrayDebts(environment).run(jobs).forEach(stray -> LOG.log(Level.WARNING, "{0}", stray));
        } catch (OperationException e) {
            LOG.log(Level.WARNING, "{0}", e.getMessage());
        }
    }

    @Override
    public void end() {
        environment.admission().close();
    }

    @Override
    public void backup(Job job) throws OperationException {
        Instant begin = environment.timing().clock().instant();
        BackupResult result = new Backup(told(job)).run(job);
        Duration taken = Duration.between(begin, environment.timing().clock().instant());
        LOG.log(level(result.outcome()), () -> "job " + job.name() + ": " + ended(result, taken));
        report(job, result.sinks());
    }

    private static Level level(Outcome outcome) {
        return switch (outcome) {
            case OK -> Level.INFO;
            case PARTIAL -> Level.WARNING;
            default -> Level.ERROR;
        };
    }

    /** A run in one line. Pure. */
    static String ended(BackupResult result, Duration taken) {
        Manifest manifest = result.manifest();
        List<String> holders = result.sinks().stream()
                .filter(SinkResult::stored)
                .map(SinkResult::sink)
                .toList();
        return manifest.id() + ": " + result.outcome() + ", stored in "
                + (holders.isEmpty() ? "no sink" : String.join(", ", holders)) + ", revision "
                + manifest.facts().revision() + ", "
                + Words.count(manifest.facts().liveKeys(), "key") + ", "
                + manifest.body().length() + " bytes, member "
                + manifest.member().name() + ", took "
                + String.format(Locale.ROOT, "%.1f s", Math.max(0, taken.toMillis()) / 1e3);
    }

    @Override
    public void catchUp(Job job) throws OperationException {
        report(job, new CatchUp(told(job)).run(job));
    }

    /** The environment's own listener hears of everything, as before. */
    private Environment told(Job job) {
        JobLog log = new JobLog(job.name());
        return environment.heardBy(event -> {
            log.on(event);
            environment.progress().on(event);
        });
    }

    private static void report(Job job, List<SinkResult> sinks) {
        for (SinkResult sink : sinks) {
            sink.caughtUp()
                    .forEach(id ->
                            LOG.log(Level.INFO, "job {0}: {1} caught up in sink {2}", job.name(), id, sink.sink()));
            sink.pruned()
                    .forEach(id ->
                            LOG.log(Level.INFO, "job {0}: {1} pruned from sink {2}", job.name(), id, sink.sink()));
            sink.failure()
                    .map(SinkFailure::text)
                    .map(text -> text + (sink.waits() ? "; the backup waits in the spool" : ""))
                    .ifPresent(text -> LOG.log(Level.WARNING, "job {0}: {1}", job.name(), text));
        }
    }
}
