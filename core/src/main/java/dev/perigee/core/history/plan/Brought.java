package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.OtherStore;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Packs that are here.
 *
 * @param plan what can be made of them
 * @param packs in order
 * @param notes which ones can't be used
 */
public record Brought(PointPlan.FromPacks plan, List<Archive.Fetched> packs, List<String> notes) {

    /**
     * Packs, with what is to be said of others.
     *
     * @param unusable why they can't be used; some of them may be among those that are here
     * @param unread why those beside them couldn't be looked at
     */
    static Brought of(
            PointPlan.FromPacks plan,
            List<Archive.Fetched> packs,
            SortedMap<PackPlace, List<SinkFailure>> unusable,
            SortedMap<PackPlace, List<SinkFailure>> unread) {
        Set<PackPlace> used = packs.stream().map(pack -> pack.record().place()).collect(Collectors.toSet());
        List<String> notes = new ArrayList<>();
        unusable.forEach((place, why) -> {
            if (!used.contains(place)) {
                notes.add("pack " + place.pack() + " can't be used, and others stand in for it" + first(why));
            }
        });
        unread.forEach((place, why) -> {
            if (!unusable.containsKey(place)) {
                notes.add("pack " + place.pack() + " can't be read, so that nobody knows whether it holds the same rows"
                        + first(why));
            }
        });
        return new Brought(plan, packs, notes);
    }

    private static String first(List<SinkFailure> why) {
        return why.stream()
                .findFirst()
                .map(failure -> ": " + failure.sentence())
                .orElse("");
    }

    /** Refuses packs of another cluster than a backup's. */
    public void requireClusterOf(Manifest backup) throws OperationException {
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
