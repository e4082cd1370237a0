package dev.perigee.core.drill;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.Stated;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.NoGoodCopy;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.DrillResult.Step;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.restore.MemberPlan;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.restore.RestoreResult;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plays a restore through: fetches a backup, restores it beside everything else, starts an etcd from it where there is one of its
 * version, asks that what the manifest tells, writes a key, and removes all of it. Never asks the cluster anything. For one run, on one
 * thread.
 */
public final class Drill {

    /** How many backups that can't be restored are passed over in search of one that can. */
    private static final int MOST_PASSED = 3;

    /** What says nothing of a backup. */
    private static final Set<Outcome> NO_DRILL =
            Set.of(Outcome.INTERRUPTED, Outcome.REFUSED, Outcome.NOT_FOUND, Outcome.BAD_INPUT, Outcome.BAD_REQUEST);

    private final Environment environment;
    private final DrillSettings settings;
    private final Optional<Credentials> credentials;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private long lastStep;

    /**
     * A drill.
     *
     * @param environment what it stands on
     * @param settings with which etcd, and how long that may take
     * @param credentials of the cluster, where its auth is on
     */
    public Drill(Environment environment, DrillSettings settings, Optional<Credentials> credentials) {
        this.environment = environment;
        this.settings = settings;
        this.credentials = credentials;
    }

    /**
     * Plays it through.
     *
     * @param sought whose backup, and where it lies
     * @param which the backup
     * @return each step with the time it took, and what was found
     * @throws OperationException as a fetch and a restore do; BAD_CONFIGURATION if a named binary isn't there or is no etcd, REFUSED if
     *     there is no such user, or if another drill still runs, longer than one may take
     */
    public DrillResult run(Sought sought, Selector which) throws OperationException {
        List<EtcdBinary> binaries = binaries();
        Instant began = environment.timing().clock().instant();
        try (TimeLimit limit = new TimeLimit(environment.timing(), settings.limit())) {
            try {
                return inTime(sought, which, began, binaries);
            } catch (OperationException e) {
                throw limit.hasPassed() ? late(sought, began) : e;
            }
        }
    }

    /** Before anything is fetched, and no drill that failed: it says nothing of a backup. */
    private List<EtcdBinary> binaries() throws OperationException {
        try {
            List<EtcdBinary> binaries = EtcdBinary.all(settings.etcd());
            if (!binaries.isEmpty()) {
                ServerUser.require(settings.user());
            }
            return binaries;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted before the drill began", e);
        }
    }

    private OperationException late(Sought sought, Instant began) {
        Thread.interrupted(); // by the limit: what follows writes a file
        new DrillMemory(environment.state().drills()).rememberFailure(sought.cluster(), began, Outcome.FAILED);
        return new OperationException(
                Outcome.FAILED,
                "the drill was ended after " + Words.span(settings.limit()) + "; what it made is removed",
                Optional.of("drill.limit says how long it may take"),
                Optional.empty());
    }

    private DrillResult inTime(Sought sought, Selector which, Instant began, List<EtcdBinary> binaries)
            throws OperationException {
        try (DrillPlace place = DrillPlace.take(environment.state().drills(), environment, settings.timeout())) {
            lastStep = environment.timing().ticker().getAsLong();
            Fetched backup = fetch(sought, which, place.scratch());
            String version = backup.manifest().member().version();
            Optional<EtcdBinary> binary = EtcdBinary.fitting(binaries, version);
            drilled(backup, binary, place.scratch());
            DrillResult result = new DrillResult(
                    began,
                    backup.manifest().id(),
                    sought.cluster(),
                    backup.sink(),
                    binary.map(EtcdBinary::version),
                    binary.isPresent() ? Optional.empty() : EtcdBinary.unfit(binaries, version),
                    steps,
                    findings);
            new DrillMemory(environment.state().drills()).remember(result);
            return result;
        } catch (OperationException e) {
            if (!NO_DRILL.contains(e.outcome())) {
                new DrillMemory(environment.state().drills()).rememberFailure(sought.cluster(), began, e.outcome());
            }
            throw e;
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted; what the drill made is removed", e);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't use " + environment.state().drills(), e);
        }
    }

    /** The newest is what a restore would take: where none of its copies will do, that is a finding, and the next is taken. */
    private Fetched fetch(Sought sought, Selector which, Path scratch) throws OperationException {
        Selector next = which;
        for (int passed = 0; ; passed++) {
            try {
                return fetchOne(sought, next, scratch);
            } catch (NoGoodCopy e) {
                if (!settings.olderWillDo() || e.older().isEmpty() || passed == MOST_PASSED) {
                    throw e;
                }
                BackupId older = e.older().get().id();
                findings.add("'" + next + "' can't be restored, so " + older + " was drilled: " + FailureWords.of(e));
                next = new Selector.Prefix(older.toString());
            }
        }
    }

    private Fetched fetchOne(Sought sought, Selector which, Path scratch) throws OperationException {
        Fetched backup = new Fetch(environment).run(sought, which, scratch.resolve("snapshot.db"));
        backup.warnings().forEach(warning -> environment.progress().on(new ProgressEvent.Warning(warning.text())));
        step("fetch", backup.manifest().body().length() + " bytes from " + backup.sink());
        return backup;
    }

    private void drilled(Fetched backup, Optional<EtcdBinary> binary, Path scratch)
            throws OperationException, IOException, InterruptedException {
        List<ScratchMember> members = ScratchMember.take(settings.members() ? voters(backup) : 1);
        try {
            Manifest manifest = backup.manifest();
            DrillRoom room = DrillRoom.of(
                    scratch,
                    manifest.body().content().length(),
                    manifest.facts().databaseBytes(),
                    members.size());
            room.require();
            Optional<ServerUser> user = binary.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ServerUser.of(settings.user(), binary.get().path()));
            List<Path> data = restore(backup, members, user.flatMap(ServerUser::name), scratch);
            if (binary.isPresent()) {
                ServerUser runner = user.orElseThrow();
                if (runner.name().isPresent()) {
                    own(scratch, runner.name().get());
                }
                new DrilledCluster(environment, settings, credentials, manifest, room, this::step, findings::add)
                        .serve(binary.get(), runner, members, data);
            }
        } finally {
            for (ScratchMember member : members) {
                member.close();
            }
        }
    }

    private static int voters(Fetched backup) throws OperationException, IOException {
        try (Snapshot opened = Snapshot.open(backup.path())) {
            return (int) opened.members().stream()
                    .filter(member -> !member.learner())
                    .count();
        } catch (DamagedSnapshotException e) {
            String id = backup.manifest().id().toString();
            throw new OperationException(Outcome.DAMAGED, FailureWords.of(e.named(id)), e);
        }
    }

    private static void own(Path scratch, String user) throws IOException {
        Files.setOwner(
                scratch, scratch.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    private List<Path> restore(Fetched backup, List<ScratchMember> members, Optional<String> owner, Path scratch)
            throws OperationException {
        RestoreRequest.Cluster cluster = new RestoreRequest.Cluster(
                members.getFirst().name(),
                ScratchMember.initialCluster(members),
                "perigee-drill",
                Optional.empty(),
                members.size() > 1);
        RestoreRequest.Data changes = new RestoreRequest.Data(false, false, Optional.empty(), true, Optional.empty());
        RestoreRequest.Target target =
                new RestoreRequest.Target(scratch.resolve("data"), Optional.empty(), false, owner);
        RestoreResult result = new Restore(environment.timing(), Progress.NONE)
                .run(new RestoreRequest(backup.path(), backup.manifest().id().toString(), cluster, target, changes)
                        .stated(Optional.of(Stated.by(backup.manifest()))));
        step(
                "restore",
                members.size() == 1
                        ? "proven, and a data directory made of it"
                        : "proven, and data directories made of it for " + members.size() + " members");
        Map<String, Path> byName = result.plan().members().stream()
                .collect(Collectors.toMap(member -> member.member().name(), MemberPlan::dataDir));
        return members.stream()
                .map(member -> Objects.requireNonNull(byName.get(member.name())))
                .toList();
    }

    private void step(String name, String said) {
        Duration took = environment.timing().since(lastStep);
        lastStep = environment.timing().ticker().getAsLong();
        steps.add(new Step(name, took, said));
    }
}
