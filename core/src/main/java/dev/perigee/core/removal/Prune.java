package dev.perigee.core.removal;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.LedgerView;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.RemovalPlan.SinkPlan;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.spool.Spooled;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Removes what retention no longer keeps, and old bodies that never got a manifest. */
public final class Prune {

    private final Environment environment;

    /**
     * A prune of any cluster.
     *
     * @param environment what it stands on
     */
    public Prune(Environment environment) {
        this.environment = environment;
    }

    /**
     * Plans, asks, and does it: the manifest goes first, then the body. Nothing is removed in a sink whose listing
     * fails.
     *
     * @param cluster the cluster's name
     * @param sinks where; write-only ones are left out
     * @param mixed go on although a folder's manifests show two different etcd cluster ids
     * @param approval sees the plan, and says whether to do it; {@code plan -> false} for a dry run
     * @return what was planned and done; a folder that shows two etcd clusters is a warning of outcome REFUSED, unless {@code mixed}
     * @throws OperationException INTERRUPTED
     */
    public RemovalResult run(String cluster, List<Destination> sinks, boolean mixed, Approval<RemovalPlan> approval)
            throws OperationException {
        try (RemovalTurn _ = RemovalTurn.of(environment, cluster, sinks)) {
            return inTurn(cluster, sinks, mixed, approval);
        }
    }

    private RemovalResult inTurn(String cluster, List<Destination> sinks, boolean mixed, Approval<RemovalPlan> approval)
            throws OperationException {
        Sinks open = new Sinks(environment);
        Map<String, LedgerView> views = new ConcurrentHashMap<>();
        List<Sinks.Answer<SinkPlan>> plans = open.askAll(open.readable(sinks), destination -> sink -> {
            Copies listed = open.copies(destination, sink, cluster);
            views.put(destination.name(), listed.ledgers());
            return plan(removing(open, cluster, destination, sink), listed, destination, mixed);
        });
        return new Approved(open, cluster, environment).run(told(plans, open.compared(views)), approval);
    }

    /** With what the ledgers of the other sinks say. */
    private static List<Sinks.Answer<SinkPlan>> told(List<Sinks.Answer<SinkPlan>> plans, List<SinkFailure> compared) {
        return plans.stream()
                .map(answer -> new Sinks.Answer<>(
                        answer.destination(), answer.value().map(plan -> plan.telling(compared)), answer.failure()))
                .toList();
    }

    private SinkRemover removing(Sinks open, String cluster, Destination destination, StorageSink sink) {
        return new SinkRemover(destination.name(), open.catalog(destination, sink, cluster), environment);
    }

    private SinkPlan plan(SinkRemover removing, Copies listed, Destination destination, boolean mixed)
            throws SinkException, OperationException {
        return removing.plan(
                listed,
                destination,
                Optional.empty(),
                spooled(),
                mixed,
                environment.timing().clock().instant());
    }

    private Spooled spooled() throws OperationException {
        try {
            return environment.openSpool().spooled();
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't read the spool " + environment.state().spool(), e);
        }
    }
}
