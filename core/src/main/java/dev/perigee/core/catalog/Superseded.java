package dev.perigee.core.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Backups for whose due time another one counts. A store can't take part in etcd's transaction: who was paused just before a
 * manifest was stored may store it after somebody else has taken over. Of two backups of one job for one due time the one with
 * the higher fence counts. Pure.
 */
public final class Superseded {

    /** What a run is for. */
    private record Run(String job, Instant due) {}

    private final Map<BackupId, Manifest> by = new HashMap<>();

    private Superseded() {}

    /**
     * Looks which are superseded.
     *
     * @param copies of one cluster, in any order and of any sinks; those that aren't whole, or whose manifest wasn't read, neither
     *     supersede nor are superseded
     * @return those that don't count
     */
    public static Superseded among(Collection<StoredCopy> copies) {
        Map<Run, Manifest> highest = new HashMap<>();
        for (StoredCopy copy : copies) {
            run(copy).ifPresent(run -> highest.merge(run, copy.manifest().orElseThrow(), Superseded::higher));
        }
        Superseded superseded = new Superseded();
        for (StoredCopy copy : copies) {
            run(copy)
                    .map(highest::get)
                    .filter(counts -> fence(counts) > fence(copy.manifest().orElseThrow()))
                    .ifPresent(counts -> superseded.by.put(copy.id(), counts));
        }
        return superseded;
    }

    /**
     * Why a backup doesn't count.
     *
     * @param id the backup
     * @return a sentence's end, such as {@code superseded: …}; empty if it counts
     */
    public Optional<String> reason(BackupId id) {
        return Optional.ofNullable(by.get(id))
                .map(counts -> "superseded: " + counts.id() + " of " + counts.instance()
                        + " was made for the same due time under a higher fence");
    }

    /**
     * Which backup counts in its place.
     *
     * @param id the backup
     * @return empty if it counts itself
     */
    public Optional<BackupId> by(BackupId id) {
        return Optional.ofNullable(by.get(id)).map(Manifest::id);
    }

    private static Optional<Run> run(StoredCopy copy) {
        return copy.manifest()
                .filter(manifest -> copy.isWhole() && manifest.purpose().fence().isPresent())
                .flatMap(manifest -> manifest.purpose().due().map(due -> new Run(manifest.job(), due)));
    }

    private static Manifest higher(Manifest one, Manifest other) {
        return fence(one) >= fence(other) ? one : other;
    }

    private static long fence(Manifest manifest) {
        OptionalLong fence = manifest.purpose().fence();
        return fence.orElse(0);
    }
}
