package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.ProofResult;
import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.engine.CatchUpRequest;
import dev.perigee.core.engine.DrillRequest;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.HeardRequest;
import dev.perigee.core.engine.HistoryStandingRequest;
import dev.perigee.core.engine.ProveAgainRequest;
import dev.perigee.core.engine.RecordRequest;
import dev.perigee.core.engine.ReloadRequest;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.engine.SaveRequest;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.StrayDebtsRequest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FleetMember;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.EtcdSettings;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Has the engine do the jobs' work, and says in the log what came of it.
 *
 * @param engine does the work
 * @param clock says how long it took
 */
record EngineRunner(Engine engine, InstantSource clock) implements JobRunner {

    private static final System.Logger LOG = System.getLogger(EngineRunner.class.getName());

    @Override
    public void tellStrays() {
        try {
            engine.run(new StrayDebtsRequest()).sentences().forEach(stray -> LOG.log(Level.WARNING, "{0}", stray));
        } catch (OperationException e) {
            LOG.log(Level.WARNING, "{0}", FailureWords.of(e));
        }
    }

    @Override
    public Reload reload(Approval<Reload> approval) throws OperationException {
        return engine.run(new ReloadRequest(approval));
    }

    @Override
    public Optional<String> changedConfiguration() throws OperationException {
        return engine.changedConfiguration();
    }

    @Override
    public void record(Job job, RecordRequest.Bases bases) throws OperationException {
        engine.run(new RecordRequest(job.name(), bases), new JobLog(job.name()));
    }

    @Override
    public Map<String, HistoryStatus> histories() throws OperationException {
        return engine.run(new HistoryStandingRequest(Optional.empty())).jobs();
    }

    @Override
    public void end() {
        engine.stop();
    }

    @Override
    public BackupResult backup(Job job, Optional<Instant> due, Fence fence) throws OperationException {
        Instant begin = clock.instant();
        SaveRequest request = new SaveRequest(Optional.of(job.name()), false, due, fence);
        BackupResult result =
                engine.run(request, new JobLog(job.name())).backups().getFirst();
        Duration taken = Duration.between(begin, clock.instant());
        if (result.givenUp().isPresent()) {
            LOG.log(
                    Level.WARNING,
                    () -> "job " + job.name() + ": given up: "
                            + result.givenUp().get());
            report(job, result.sinks().stream().filter(SinkResult::stored).toList());
            return result;
        }
        LOG.log(level(result.outcome()), () -> "job " + job.name() + ": " + ended(result, taken));
        report(job, result.sinks());
        return result;
    }

    /** Whose the jobs are: this daemon's, or those of all that agree with it. */
    Fleet fleet(Alarm alarm) throws OperationException {
        Optional<LeaderSettings> leader = engine.leader();
        if (leader.isEmpty()) {
            return Fleet.ALONE;
        }
        FleetMember member =
                new FleetMember(leader.get(), () -> etcd(leader.get()), engine.instance(), engine.timing());
        return new FleetLoop(member, leader.get(), engine.instance(), alarm, this::heard);
    }

    /** As the configuration in force says it. */
    private EtcdSettings etcd(LeaderSettings before) {
        try {
            return engine.leader().orElse(before).etcd();
        } catch (OperationException e) {
            return before.etcd();
        }
    }

    private void heard(FleetRun.Made made) {
        try {
            engine.run(new HeardRequest(made));
        } catch (OperationException e) {
            LOG.log(Level.WARNING, "{0} of another daemon can''t be noted: {1}", made.id(), FailureWords.of(e));
        }
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
    public List<SinkResult> catchUp(Job job, Fence fence) throws OperationException {
        List<SinkResult> sinks = engine.run(new CatchUpRequest(job.name(), fence), new JobLog(job.name()))
                .sinks();
        report(job, sinks);
        return sinks;
    }

    @Override
    public List<SinkFailure> prove(Job job) throws OperationException {
        ProofResult result = engine.run(new ProveAgainRequest(job.name()), new JobLog(job.name()));
        result.copies().stream()
                .filter(ProofResult.Proved::isGood)
                .forEach(good -> LOG.log(
                        Level.INFO,
                        "job {0}: {1} in sink {2} was read back and is good",
                        job.name(),
                        good.id(),
                        good.copy().sink()));
        result.history().stream()
                .filter(packs -> packs.copy().outcome() == Outcome.OK)
                .forEach(packs -> LOG.log(
                        Level.INFO,
                        "job {0}: the history behind {1} in sink {2} was read back and is good up to revision {3}",
                        job.name(),
                        packs.base(),
                        packs.copy().sink(),
                        "" + packs.last()));
        return result.problems();
    }

    @Override
    public List<SinkFailure> drill(Job job) throws OperationException {
        Scope scope = new Scope(Optional.of(job.cluster().name()), Optional.empty());
        DrillResult result = engine.run(
                new DrillRequest(new Selector.Latest(), scope, List.of(), false, true), new JobLog(job.name()));
        result.steps()
                .forEach(step -> LOG.log(
                        Level.INFO,
                        () -> String.format(
                                Locale.ROOT,
                                "job %s: drill of %s: %s: %s, took %.1f s",
                                job.name(),
                                result.id(),
                                step.name(),
                                step.said(),
                                step.took().toMillis() / 1e3)));
        result.withoutServer()
                .filter(why -> result.unfit().isEmpty()) // else it is a problem, and told as one
                .ifPresent(why -> LOG.log(Level.INFO, "job {0}: drill of {1}: {2}", job.name(), result.id(), why));
        return result.problems();
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
                    .map(text -> text + sink.outlook().map("; "::concat).orElse(""))
                    .ifPresent(text -> LOG.log(Level.WARNING, "job {0}: {1}", job.name(), text));
        }
    }
}
