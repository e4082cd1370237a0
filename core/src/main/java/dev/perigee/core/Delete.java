package dev.perigee.core;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import java.util.List;
import java.util.function.Predicate;

/** Removes backups that the user names. */
public final class Delete {

    private final Environment environment;

    /**
     * A deletion of any backups.
     *
     * @param environment what it stands on
     */
    public Delete(Environment environment) {
        this.environment = environment;
    }

    /**
     * Plans, asks, and does it: the manifest goes first, then the body.
     *
     * @param cluster the cluster's name
     * @param sinks where
     * @param which the backups
     * @param force also the last backup that the sinks hold
     * @param approval sees the plan, and says whether to do it; {@code plan -> false} for a dry run
     * @return what was planned and done
     * @throws OperationException NOT_FOUND, BAD_INPUT, or REFUSED if it would be the last one and {@code force} is false
     */
    public RemovalResult run(
            String cluster,
            List<Destination> sinks,
            List<Selector> which,
            boolean force,
            Predicate<RemovalPlan> approval)
            throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks + which + force + approval);
    }
}
