package dev.perigee.core.backup;

import dev.perigee.core.admission.RunTurn;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.packed.ContentDigest;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.Manifests;
import dev.perigee.core.source.ProvenSnapshot;
import dev.perigee.core.source.SnapshotSource;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes a snapshot, proves it, brings it to every sink of a job, then lets each sink's retention remove older ones. */
public final class Backup {

    private final Environment environment;

    /**
     * A backup of any job.
     *
     * @param environment what it stands on
     */
    public Backup(Environment environment) {
        this.environment = environment;
    }

    /**
     * Runs a job once on demand, as an installation on its own does. Else as {@link #run(Job, Optional, Fence)}.
     *
     * @param job what to back up, and where to
     * @return a result per sink
     * @throws OperationException if no proven snapshot could be had
     */
    public BackupResult run(Job job) throws OperationException {
        return run(job, Optional.empty(), Fence.NONE);
    }

    /**
     * Runs a job once; also brings the sinks what earlier runs still owe them. Interrupting the
     * thread stops it soon; nothing partial is left in a sink or listed.
     *
     * @param job what to back up, and where to
     * @param due when it was due by its schedule; empty if it runs on demand
     * @param fence asked before anything is published; one that is lost is that sink's failure
     * @return a result per sink
     * @throws OperationException if no proven snapshot could be had: {@link dev.perigee.core.source.SnapshotRejected}
     *     if etcd sent a bad one, CONNECTION, DENIED, NO_SPACE, INPUT_OUTPUT or INTERRUPTED. No sink was touched
     */
    public BackupResult run(Job job, Optional<Instant> due, Fence fence) throws OperationException {
        try (RunTurn turn = environment.admission().begin(environment.progress())) {
            Spool spool = environment.openSpool();
            // runs that are killed one after the other fill the disk, and none of them gets as far as its debts
            spool.sweep();
            try (SpoolEntry fresh = spool.create()) {
                return run(job, spool, fresh, turn, due, fence);
            }
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }

    /** Without a new snapshot the sinks still get what earlier runs owe them. */
    private BackupResult run(Job job, Spool spool, SpoolEntry fresh, RunTurn turn, Optional<Instant> due, Fence fence)
            throws OperationException, IOException {
        NotedFence noted = new NotedFence(fence);
        JobUpload deliveries = new JobUpload(environment, spool, noted);
        Taken taken;
        try {
            taken = take(job, fresh, turn, new Purpose(due, fence.number()));
        } catch (OperationException e) {
            turn.taken();
            if (e.outcome() != Outcome.INTERRUPTED) {
                payDebts(job, spool, deliveries);
            }
            throw e;
        }
        turn.taken();
        try (Debts older = Debts.claim(spool, job)) {
            Job target = taken.doubt().isEmpty() ? job : job.removingNothing();
            List<SinkResult> results = deliveries.deliver(target, Optional.of(fresh), older.entries());
            if (job.wantsRows() && !fresh.owed().orElseThrow().sinks().isEmpty()) {
                seal(fresh, job);
            }
            return new BackupResult(
                    taken.manifest(),
                    results,
                    older.bound(environment, Optional.of(fresh)),
                    taken.doubt(),
                    taken.lack(),
                    noted.lost());
        }
    }

    private void payDebts(Job job, Spool spool, JobUpload deliveries) throws OperationException, IOException {
        try (Debts older = Debts.claim(spool, job)) {
            deliveries.deliver(job, Optional.empty(), older.entries());
        }
    }

    /** A new backup, why its data may be wrong all the same, and which of its companions it lacks. */
    private record Taken(Manifest manifest, Optional<String> doubt, Optional<String> lack) {}

    private Taken take(Job job, SpoolEntry entry, RunTurn turn, Purpose purpose)
            throws OperationException, IOException {
        ProvenSnapshot snapshot = new SnapshotSource(environment.timing(), environment.progress(), turn)
                .take(job.cluster(), entry.file());
        Manifest placed = new RestoreWatch(environment)
                .placed(
                        Manifests.of(snapshot, job.cluster().name(), job.name(), purpose, environment),
                        job.destinations());
        CompanionsTaken companions = CompanionsTaken.of(job, placed, entry, environment);
        Manifest manifest =
                job.wantsRows() ? companions.manifest().holding(ContentDigest.of(entry.file())) : companions.manifest();
        entry.owe(new Owed(
                manifest, job.destinations().stream().map(Destination::name).toList()));
        entry.fresh();
        if (!job.wantsRows()) {
            seal(entry, job);
        }
        environment
                .progress()
                .on(new ProgressEvent.Proven(
                        manifest.id().toString(),
                        manifest.facts().revision(),
                        manifest.facts().liveKeys(),
                        snapshot.length()));
        companions.lack().ifPresent(text -> environment.progress().on(new ProgressEvent.Warning(text)));
        return new Taken(manifest, snapshot.doubt(), companions.lack());
    }

    /**
     * Where every sink wants it encrypted, this disk doesn't keep it otherwise either. A form that can't be made is the failure
     * of its sink, which finds it out by itself.
     */
    private void seal(SpoolEntry entry, Job job) {
        Set<EncodingSettings> forms =
                job.destinations().stream().map(Destination::encoding).collect(Collectors.toSet());
        if (forms.isEmpty() || !forms.stream().allMatch(EncodingSettings::isEncrypted)) {
            return;
        }
        try {
            entry.seal(forms, environment.identities());
        } catch (IOException e) {
            environment.progress().on(new ProgressEvent.Warning("the spool can't be encrypted: " + FailureWords.of(e)));
        }
    }
}
