package dev.perigee.core;

import dev.perigee.core.outcome.OperationException;
import java.util.List;
import java.util.function.Predicate;

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
     * @return what was planned and done
     * @throws OperationException REFUSED if a folder shows two etcd clusters and {@code mixed} is false
     */
    public RemovalResult run(String cluster, List<Destination> sinks, boolean mixed, Predicate<RemovalPlan> approval)
            throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks + mixed + approval);
    }
}
