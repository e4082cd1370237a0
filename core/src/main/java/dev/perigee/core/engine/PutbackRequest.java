package dev.perigee.core.engine;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.PartFile;
import dev.perigee.core.keys.EtcdKeyStore;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.KeyStore;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.PatientKeyStore;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.putback.PutbackDraft;
import dev.perigee.core.putback.PutbackFile;
import dev.perigee.core.putback.PutbackPlan;
import dev.perigee.core.putback.PutbackReport;
import dev.perigee.core.putback.PutbackRun;
import dev.perigee.core.putback.PutbackStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Puts keys back into the live cluster as another state had them. What is to be done is written down first, with what it replaces; nothing
 * is written that somebody else has changed since the plan.
 *
 * @param source the state that keys come from
 * @param scope which cluster; and for a stored snapshot, where to look
 * @param selection which keys
 * @param prune whether keys that the source lacks are deleted
 * @param fullLeases whether leases that are gone are granted with their full time, rather than with what was left
 * @param undo where to write what undoes it; must not exist
 * @param approval sees the plan
 * @param listener is told of every key once it is done
 */
public record PutbackRequest(
        State source,
        Scope scope,
        KeySelection selection,
        boolean prune,
        boolean fullLeases,
        Path undo,
        Approval<PutbackPlan> approval,
        Consumer<PutbackStep> listener)
        implements Request<PutbackRequest.PutBack> {

    /**
     * What came of it.
     *
     * @param plan what was planned; can be read no more if it was not done
     * @param done what was done; empty if the plan was not approved, or there was nothing to do
     */
    public record PutBack(PutbackPlan plan, Optional<PutbackReport> done) implements Result {

        /** PARTIAL if keys were left alone, or the failure's. */
        @Override
        public Outcome outcome() {
            return done.map(PutBack::outcome).orElse(Outcome.OK);
        }

        static Outcome outcome(PutbackReport report) {
            return report.failure()
                    .map(failure -> Causes.explained(failure).outcome())
                    .orElse(report.count(PutbackStep.Action.CONFLICT) == 0 ? Outcome.OK : Outcome.PARTIAL);
        }
    }

    @Override
    public PutBack in(Run run) throws OperationException, IOException {
        if (Files.exists(undo)) {
            throw new OperationException(Outcome.REFUSED, undo + " exists already: it undoes something else, perhaps");
        }
        Path part = DurableFile.part(undo);
        try (PartFile _ = new PartFile(part);
                OpenedKeys wanted = OpenedKeys.of(run, source, scope, selection.keys(), false);
                EtcdKeyStore etcd =
                        EtcdKeyStore.open(run.cluster(scope.cluster()).etcd())) {
            return putBack(
                    run,
                    wanted.source(),
                    new PatientKeyStore(
                            etcd, EtcdKeyStore::mayPass, run.timing().sleeper()),
                    part);
        }
    }

    private PutBack putBack(Run run, KeySource wanted, KeyStore store, Path part)
            throws OperationException, IOException {
        PutbackPlan plan;
        try (KeySource live = LiveKeySource.at(
                store,
                selection.keys(),
                OptionalLong.empty(),
                false,
                run.timing().clock().instant())) {
            plan = new PutbackDraft(live, wanted, selection, prune).write(part);
        }
        if (!approval.approve(plan) || plan.isEmpty()) {
            return new PutBack(plan, Optional.empty());
        }
        DurableFile.publish(part, undo);
        PutbackRun doing =
                new PutbackRun(store, PutbackFile.open(undo), PutbackStep.Direction.FORTH, fullLeases, listener);
        return new PutBack(plan, Optional.of(doing.run().besides(plan.same())));
    }
}
