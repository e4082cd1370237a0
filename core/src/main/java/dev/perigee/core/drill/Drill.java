package dev.perigee.core.drill;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.DrillChecks.Seen;
import dev.perigee.core.drill.DrillResult.Step;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.state.Environment;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plays a restore through: fetches a backup, restores it beside everything else, starts an etcd from it where there is one of its
 * version, asks that what the manifest tells, writes a key, and removes all of it. Never asks the cluster anything. For one run, on one
 * thread.
 */
public final class Drill {

    private static final Duration POLL = Duration.ofMillis(100);

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

    /** Does something with a server of its own. */
    private interface Check {
        Seen see() throws EtcdException;
    }

    /**
     * Plays it through.
     *
     * @param sought whose backup, and where it lies
     * @param which the backup
     * @return each step with the time it took, and what was found
     * @throws OperationException as a fetch and a restore do; REFUSED if another drill still runs, longer than one may take
     */
    public DrillResult run(Sought sought, Selector which) throws OperationException {
        Instant began = environment.timing().clock().instant();
        try (DrillPlace place = DrillPlace.take(environment.state().drills(), environment, settings.timeout())) {
            lastStep = environment.timing().ticker().getAsLong();
            Fetched backup = fetch(sought, which, place.scratch());
            Path data = restore(backup, place.scratch());
            Optional<EtcdBinary> binary =
                    EtcdBinary.of(settings.etcd(), backup.manifest().member().version());
            if (binary.isPresent()) {
                serve(binary.get(), data, backup.manifest(), place.scratch());
            }
            DrillResult result = new DrillResult(
                    began,
                    backup.manifest().id(),
                    sought.cluster(),
                    backup.sink(),
                    binary.map(EtcdBinary::version),
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

    private Fetched fetch(Sought sought, Selector which, Path scratch) throws OperationException {
        Fetched backup = new Fetch(environment).run(sought, which, scratch.resolve("snapshot.db"));
        backup.warnings().forEach(warning -> environment.progress().on(new ProgressEvent.Warning(warning.text())));
        step("fetch", backup.manifest().body().length() + " bytes from " + backup.sink());
        return backup;
    }

    private Path restore(Fetched backup, Path scratch) throws OperationException {
        Path data = scratch.resolve("data");
        RestoreRequest.Cluster cluster = new RestoreRequest.Cluster(
                ScratchServer.NAME,
                ScratchServer.NAME + "=" + ScratchServer.PEER_URL,
                "perigee-drill",
                Optional.empty(),
                false);
        RestoreRequest.Data changes = new RestoreRequest.Data(false, false, Optional.empty(), true, Optional.empty());
        new Restore(environment.timing(), Progress.NONE)
                .run(new RestoreRequest(
                        backup.path(),
                        backup.manifest().id().toString(),
                        cluster,
                        RestoreRequest.Target.of(data),
                        changes));
        step("restore", "proven, and a data directory made of it");
        return data;
    }

    private void serve(EtcdBinary binary, Path data, Manifest manifest, Path scratch)
            throws IOException, InterruptedException {
        long start = environment.timing().ticker().getAsLong();
        try (ScratchServer server = ScratchServer.start(
                        binary.path(), data, manifest.facts().databaseBytes(), scratch);
                EtcdConnection etcd = EtcdConnection.open(settings(server), server.endpoint())) {
            if (!awaitAnswer(server, etcd, scratch, start)) {
                findings.add("etcd " + binary.version() + " doesn't start from it: " + server.lastWords());
                step("start", "no answer");
                return;
            }
            step("start", "etcd " + binary.version() + " answers");
            DrillChecks checks = new DrillChecks(etcd, manifest.facts());
            check("hash", checks::hash);
            check("keys", checks::keys);
            check("write", checks::write);
        } catch (EtcdException e) {
            findings.add(String.valueOf(e.getMessage()));
        }
    }

    private EtcdSettings settings(ScratchServer server) {
        return new EtcdSettings(
                List.of(server.endpoint()),
                Optional.empty(),
                credentials,
                Duration.ofSeconds(2),
                settings.timeout(),
                settings.timeout());
    }

    private boolean awaitAnswer(ScratchServer server, EtcdConnection etcd, Path scratch, long start)
            throws IOException, InterruptedException {
        while (server.runs(scratch) && environment.timing().since(start).compareTo(settings.timeout()) < 0) {
            try {
                if (etcd.status().knowsLeader()) {
                    return true;
                }
            } catch (EtcdException e) {
                if (e.kind() == Kind.CANCELLED) {
                    throw new InterruptedException();
                }
            }
            environment.timing().sleeper().sleep(POLL);
        }
        return false;
    }

    /** Where auth is on and we have no user for it, that says nothing against the backup. */
    private void check(String name, Check check) throws EtcdException {
        try {
            Seen seen = check.see();
            if (seen.wrong()) {
                findings.add(seen.said());
            }
            step(name, seen.said());
        } catch (EtcdException e) {
            if (e.kind() != Kind.DENIED && e.kind() != Kind.AUTH_FAILED) {
                throw e;
            }
            step(name, "not done: the cluster's auth is on, and the configuration has no user for it");
        }
    }

    private void step(String name, String said) {
        Duration took = environment.timing().since(lastStep);
        lastStep = environment.timing().ticker().getAsLong();
        steps.add(new Step(name, took, said));
    }
}
