package dev.perigee.core.history.thinning;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Kinship;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.plan.PointPlanner;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Finds the packs of one sink that are needed no more, and what others need. Where something may go, the few records and manifests are
 * read that tell what names don't: which history goes on, and of which store a backup is. What can't be read takes nothing away. Used by
 * one thread.
 */
public final class OldPacks {

    private final PackShelf shelf;
    private final Copies copies;
    private final SortedSet<PackPlace> packs;
    private final Map<PackPlace, Optional<PackRecord>> read = new HashMap<>();

    private OldPacks(PackShelf shelf, Copies copies, SortedSet<PackPlace> packs) {
        this.shelf = shelf;
        this.copies = copies;
        this.packs = packs;
    }

    /**
     * Looks at what a sink shows.
     *
     * @param shelf its packs; the sink stays open meanwhile
     * @param copies its backups
     * @return what is there
     * @throws SinkException if the listing failed
     */
    public static OldPacks look(PackShelf shelf, Copies copies) throws SinkException {
        return new OldPacks(shelf, copies, shelf.whole());
    }

    /**
     * The packs that no moment from a time on needs.
     *
     * @param from every moment from here on stays
     * @return in order
     * @throws SinkException if the sink stopped answering
     */
    public List<PackPlace> removable(Instant from) throws SinkException {
        Thinning named = Thinning.of(copies.glance(), packs);
        PointPlanner planner = named.planner();
        Stores stores = named.stores();
        for (BackupId timeline : planner.timelines()) {
            stores = learnt(stores, timeline, named.starts(planner, timeline, from));
        }
        TimelineOrder order = named.mayClose(planner, from) ? order(planner.timelines()) : TimelineOrder.UNKNOWN;
        return named.knowing(stores, order).removable(from);
    }

    /**
     * The revisions that couldn't be made any more without some backups. What another store's backup holds makes up for none.
     *
     * @param gone the backups
     * @return ascending, apart from one another; none if history needs none of them
     * @throws SinkException if the sink stopped answering
     */
    public List<Stretch> lostWithout(Collection<BackupId> gone) throws SinkException {
        Thinning named = Thinning.of(copies.glance(), packs);
        Stores stores = named.stores();
        List<Stores.Pair> unknown = named.standIns(stores, gone);
        while (!unknown.isEmpty()) {
            for (Stores.Pair pair : unknown) {
                boolean same = kin(pair.timeline(), pair.backup()) == Kin.SAME;
                stores = stores.knowing(pair, same ? Kin.SAME : Kin.OTHER);
            }
            unknown = named.standIns(stores, gone);
        }
        return named.knowing(stores, TimelineOrder.UNKNOWN).lostWithout(gone);
    }

    /** Of backups that packs may go for, down to the first that is of the same store. */
    private Stores learnt(Stores known, BackupId timeline, List<BackupId> backups) throws SinkException {
        Stores stores = known;
        for (BackupId backup : backups) {
            Kin kin = kin(timeline, backup);
            stores = stores.knowing(new Stores.Pair(timeline, backup), kin);
            if (kin == Kin.SAME) {
                break;
            }
        }
        return stores;
    }

    /** Of no known store is a backup that isn't whole. */
    private Kin kin(BackupId timeline, BackupId backup) throws SinkException {
        Optional<Manifest> manifest = manifest(backup);
        if (manifest.isEmpty()) {
            return Kin.OTHER;
        }
        Optional<PackPlace> next = Kinship.next(packs(timeline), backup.revision());
        return Kinship.told(
                timeline, manifest(timeline), next.isEmpty() ? Optional.empty() : record(next.get()), manifest.get());
    }

    private Optional<Manifest> manifest(BackupId backup) throws SinkException {
        return copies.closely(backup).filter(StoredCopy::isWhole).flatMap(StoredCopy::manifest);
    }

    private TimelineOrder order(List<BackupId> timelines) throws SinkException {
        Map<BackupId, Instant> seen = new HashMap<>();
        for (BackupId timeline : timelines) {
            if (record(oldest(timeline)).isPresent()) {
                record(newest(timeline)).ifPresent(last -> seen.put(timeline, last.until()));
            }
        }
        return new TimelineOrder(before(timelines), seen);
    }

    private Map<BackupId, BackupId> before(List<BackupId> timelines) throws SinkException {
        Map<BackupId, BackupId> before = new HashMap<>();
        for (BackupId timeline : timelines) {
            record(oldest(timeline))
                    .flatMap(PackRecord::follows)
                    .ifPresent(follows -> before.put(timeline, follows.timeline()));
        }
        return before;
    }

    private List<PackPlace> packs(BackupId timeline) {
        return packs.stream().filter(place -> place.timeline().equals(timeline)).toList();
    }

    private PackPlace oldest(BackupId timeline) {
        return packs(timeline).getFirst();
    }

    private PackPlace newest(BackupId timeline) {
        return packs(timeline).stream().max(Kinship.BY_END).orElseThrow();
    }

    private Optional<PackRecord> record(PackPlace place) throws SinkException {
        if (!read.containsKey(place)) {
            read.put(place, readNow(place));
        }
        return read.getOrDefault(place, Optional.empty());
    }

    private Optional<PackRecord> readNow(PackPlace place) throws SinkException {
        try {
            return Optional.of(shelf.read(place));
        } catch (UnreadableManifest e) {
            return Optional.empty();
        } catch (SinkException e) {
            return switch (e.kind()) {
                case NOT_FOUND, DAMAGED, DENIED -> Optional.empty();
                default -> throw e;
            };
        }
    }
}
