package dev.perigee.core.removal;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that no backup needs any more once a plan is carried out. Pure.
 *
 * @param cluster whose
 * @param copies the backups, their manifests read
 */
record FreedRows(String cluster, List<StoredCopy> copies) {

    /** The plan, and behind it a line for each pack that goes later. None as long as a manifest can't be read: it may name it. */
    List<Line> with(List<Line> lines) {
        Set<BackupId> going = going(lines);
        if (going.isEmpty() || copies.stream().anyMatch(copy -> copy.manifest().isEmpty())) {
            return lines;
        }
        Map<ObjectKey, StoredObject> freed = new TreeMap<>();
        packs(copies.stream().filter(copy -> going.contains(copy.id()))).forEach(pack -> freed.put(pack.key(), pack));
        freed.keySet().removeAll(needed(going));
        List<Line> all = new ArrayList<>(lines);
        freed.values().forEach(pack -> line(pack).ifPresent(all::add));
        return all;
    }

    /** The plan, which says of each backup that goes what others keep of its rows. */
    List<Line> telling(List<Line> lines) {
        Set<BackupId> going = going(lines);
        Set<ObjectKey> needed = needed(going);
        return lines.stream()
                .map(line -> going.contains(line.id()) ? telling(line, needed) : line)
                .toList();
    }

    private Line telling(Line line, Set<ObjectKey> needed) {
        List<StoredObject> packs = packs(
                        copies.stream().filter(copy -> copy.id().equals(line.id())))
                .toList();
        List<StoredObject> staying =
                packs.stream().filter(pack -> needed.contains(pack.key())).toList();
        long bytes = staying.stream().mapToLong(StoredObject::length).sum();
        String which = staying.size() == packs.size()
                ? "all its rows"
                : staying.size() + " of its " + Words.count(packs.size(), "pack");
        return staying.isEmpty()
                ? line
                : line.telling(which + ", " + Words.count(bytes, "byte") + ", stay: other backups need them");
    }

    /** Without those that the store holds. */
    private static Set<BackupId> going(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.remove() && !line.isHeld() && line.orphan().isEmpty())
                .map(Line::id)
                .collect(Collectors.toSet());
    }

    /** What the others are made of. */
    private Set<ObjectKey> needed(Set<BackupId> going) {
        return packs(copies.stream().filter(copy -> !going.contains(copy.id())))
                .map(StoredObject::key)
                .collect(Collectors.toSet());
    }

    private static Stream<StoredObject> packs(Stream<StoredCopy> copies) {
        return copies.flatMap(copy -> copy.manifest().stream()).flatMap(manifest -> manifest.packs().stream());
    }

    private Optional<Line> line(StoredObject pack) {
        return Layout.STANDARD
                .ofRows(cluster, pack.key())
                .map(id -> new Line(
                        id,
                        Optional.of(pack.key()),
                        false,
                        "rows, " + Words.count(pack.length(), "byte") + ", that no backup needs then; they go when that"
                                + " has been so for 24 h"));
    }
}
