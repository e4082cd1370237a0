package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.report.BackupRow;
import dev.perigee.core.report.ListedRow;
import dev.perigee.core.report.RemovalRow;
import dev.perigee.core.report.RestoreRow;
import dev.perigee.core.report.VerifiedRow;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.time.Timing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A front end: it asks an engine, and answers in JSON. All that it needs of Perigee stands in its imports. */
final class FrontEnd implements AutoCloseable {

    private static final Selector LATEST = new Selector.Latest();

    final Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();
    private final Engine engine;

    FrontEnd(Path installation, Path config, Timing timing) {
        this.engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(installation),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                timing));
    }

    private <R extends Result> R run(Request<R> request) throws OperationException {
        return engine.run(request, events::add);
    }

    String save() throws OperationException {
        return BackupRow.of(run(new SaveRequest(Optional.empty(), false)).backups())
                .json();
    }

    String list() throws OperationException {
        return ListedRow.of(run(new ListRequest(Scope.ALL, Optional.empty()))).json();
    }

    String verify() throws OperationException {
        VerifyResult result = run(new VerifyRequest(LATEST, Scope.ALL, Depth.FULL, true));
        return VerifiedRow.of(result).json();
    }

    String restore(Path dataDir) throws OperationException {
        return RestoreRow.of(run(new RestoreFrom(
                        new Source.Stored(LATEST),
                        Scope.ALL,
                        Cluster.DEFAULT,
                        Target.of(dataDir),
                        Data.AS_IT_IS,
                        Optional.empty(),
                        Approval.granted())))
                .json();
    }

    String prune(Approval<RemovalPlan> approval) throws OperationException {
        RemovalResult result = run(new PruneRequest(Scope.ALL, false, approval));
        return RemovalRow.of(result).json();
    }

    @Override
    public void close() {
        engine.close();
    }
}
