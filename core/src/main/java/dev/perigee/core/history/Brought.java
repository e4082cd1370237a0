package dev.perigee.core.history;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.List;

/**
 * Packs that are here.
 *
 * @param plan what can be made of them
 * @param packs in order
 * @param notes which ones can't be used
 */
record Brought(PointPlan.FromPacks plan, List<Archive.Fetched> packs, List<String> notes) {

    /** Refuses packs of another cluster than a backup's. */
    void requireClusterOf(Manifest backup) throws OperationException {
        for (Archive.Fetched pack : packs) {
            long other = pack.record().cluster().id();
            if (backup.cluster().id() != other) {
                throw ofOthers(backup, pack.record());
            }
        }
    }

    /** The history's own backup can't be another's: it is the pack that tells a wrong id. */
    private OperationException ofOthers(Manifest backup, PackRecord pack) {
        String why = "pack " + pack.place().pack() + " is of etcd cluster "
                + Long.toHexString(pack.cluster().id()) + ", and backup " + backup.id() + " of "
                + Long.toHexString(backup.cluster().id());
        return plan.base().equals(plan.timeline())
                ? new OperationException(Outcome.DAMAGED, why)
                : OtherStore.ofAnotherCluster(plan.timeline(), plan.base(), why);
    }
}
