package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The packs behind a backup, to the end of its history. Pure.
 *
 * @param base the backup
 * @param timeline the history that it goes with
 */
record PacksBehind(BackupId base, BackupId timeline) {

    /** Those of some packs, ascending. */
    List<PackPlace> of(Collection<PackPlace> places) {
        return places.stream()
                .filter(place ->
                        place.timeline().equals(timeline) && place.pack().last() > base.revision())
                .sorted()
                .toList();
    }

    /** From the first revision that a restore needs to the last one that any pack is said to hold. */
    Optional<Stretch> all(Collection<PackPlace> places) {
        return of(places).stream()
                .map(place -> place.pack().last())
                .max(Long::compare)
                .map(last -> new Stretch(base.revision() + 1, last));
    }

    /** What some packs lack of a stretch. */
    static List<Stretch> missing(Stretch all, Collection<PackPlace> places) {
        return new Coverage(List.of(all))
                .without(Coverage.of(places.stream().map(PackPlace::pack).toList()));
    }
}
