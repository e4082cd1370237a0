package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.Sha256;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this installation remembers where one sink is concerned.
 *
 * @param sink the sink's name
 * @param store whether it is a store, which may keep versions; else a folder of this host, where what is gone is gone
 * @param cache what the sink's manifests were when they were read
 * @param known what was made or proven here, whatever the sink says
 */
public record Memory(String sink, boolean store, ManifestCache cache, KnownBackups known) {

    /** What to do about an object that isn't where it has to be, to go behind that; empty where nothing is. */
    String cureOfMissing() {
        return store
                ? "; it may only be hidden, where the store keeps versions: 'Backups that somebody has hidden' in"
                        + " docs/sinks.md says how to see delete markers, and how to undo them"
                : "";
    }

    /** What a copy is worth that was fetched once and failed: its lengths and times in the listing tell whether it is that. */
    StoredCopy remembered(StoredCopy copy, Known known) {
        if (known.refuted().isEmpty() && known.readBack().isEmpty()) {
            return copy; // as of most, of thousands
        }
        String looks = sink + " " + seen(copy);
        Optional<String> finding = Optional.ofNullable(known.refuted().get(looks));
        Optional<Instant> readBack = Optional.ofNullable(known.readBack().get(looks));
        StoredCopy dated = readBack.map(copy::readBackAt).orElse(copy);
        return dated.isWhole() && finding.isPresent() ? dated.refuted(finding.get()) : dated;
    }

    long ledger(String cluster, String instance) {
        return known.ledgers().highest(cluster, sink, Ledgers.name(instance));
    }

    void ledger(String cluster, String instance, long sequence) {
        known.ledgers().note(cluster, sink, Ledgers.name(instance), sequence);
    }

    List<String> ledgers(String cluster) {
        return known.ledgers().names(cluster, sink);
    }

    void stored(String cluster, BackupId id) {
        known.newest().note(cluster, sink, id);
    }

    void removed(String cluster, BackupId id) {
        known.newest().forget(cluster, sink, id);
        known.held().forget(cluster, sink, id);
    }

    void held(String cluster, BackupId id, Instant until) {
        known.held().note(cluster, sink, id, until);
    }

    /** Those that the store holds and that aren't listed, the newest first, and until when. */
    SortedMap<BackupId, Instant> hidden(String cluster, Set<BackupId> listed, Instant now) {
        SortedMap<BackupId, Instant> hidden = new TreeMap<>(Comparator.reverseOrder());
        hidden.putAll(known.held().at(now, cluster, sink));
        hidden.keySet().removeAll(listed);
        return hidden;
    }

    /** The newest that was stored here, if neither it nor anything newer is listed: nobody's rules let go of that. */
    Optional<BackupId> missing(String cluster, Set<BackupId> listed) {
        return known.newest()
                .find(cluster, sink)
                .filter(newest -> listed.stream().noneMatch(id -> id.compareTo(newest) >= 0));
    }

    void readBack(String cluster, StoredCopy copy, Instant time) {
        known.readBack(cluster, copy.id(), sink, seen(copy), time);
    }

    void proven(String cluster, BackupId id, Set<Sha256> manifests) {
        known.absolved(cluster, id, sink);
        manifests.forEach(manifest -> known.proven(cluster, id, manifest));
    }

    void refuted(String cluster, StoredCopy copy, String finding) {
        known.refuted(cluster, copy.id(), sink, seen(copy), finding);
    }

    private static String seen(StoredCopy copy) {
        return seen(copy.record()) + "," + copy.body().map(Memory::seen).orElse("");
    }

    private static String seen(ObjectInfo listed) {
        return listed.length() + "@" + listed.lastModified();
    }
}
