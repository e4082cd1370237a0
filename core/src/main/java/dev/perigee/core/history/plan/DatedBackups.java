package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Listing;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The backups that something can be made of. Those whose time hasn't come yet, by our clock or a store's, hold their revisions like any
 * other, but nobody can tell when they were taken.
 *
 * @param all of them
 * @param ahead those whose time hasn't come, and by whose clock
 */
public record DatedBackups(List<BackupId> all, Map<BackupId, String> ahead) {

    /** Copies the collections. */
    public DatedBackups {
        all = List.copyOf(all);
        ahead = Map.copyOf(ahead);
    }

    /** Backups whose times have come. */
    static DatedBackups of(Collection<BackupId> all) {
        return new DatedBackups(List.copyOf(all), Map.of());
    }

    /** Those of which a copy holds the data. */
    public static DatedBackups of(Listing listing) {
        Map<BackupId, String> ahead = new HashMap<>();
        for (Listing.Row row : listing.rows()) {
            if (row.copies().stream().noneMatch(held -> held.copy().hasData())) {
                row.copies().stream()
                        .filter(held -> held.copy().isThere())
                        .findFirst()
                        .ifPresent(held ->
                                ahead.put(row.id(), held.copy().standing().finding()));
            }
        }
        return new DatedBackups(
                listing.rows().stream()
                        .filter(row -> ahead.containsKey(row.id())
                                || row.copies().stream()
                                        .anyMatch(held -> held.copy().hasData()))
                        .map(Listing.Row::id)
                        .toList(),
                ahead);
    }

    DatedBackups without(BackupId one) {
        return new DatedBackups(all.stream().filter(other -> !other.equals(one)).toList(), ahead);
    }

    /** Those that were taken before one, and those of which nobody can tell that. */
    DatedBackups before(BackupId one) {
        return new DatedBackups(
                all.stream()
                        .filter(other ->
                                other.compareTo(one) < 0 || (ahead.containsKey(other) && !ahead.containsKey(one)))
                        .toList(),
                ahead);
    }

    /** By whose clock a backup's time hasn't come; empty if it has. */
    public Optional<String> ahead(BackupId backup) {
        return Optional.ofNullable(ahead.get(backup));
    }

    /** Those that had been taken by a time, as far as anybody can tell. */
    public Stream<BackupId> takenBy(Instant time) {
        return all.stream().filter(id -> !ahead.containsKey(id) && !id.until().isAfter(time));
    }

    /** The newest that had been taken by a time. */
    public Optional<BackupId> newest(Instant time) {
        return takenBy(time).max(Comparator.naturalOrder());
    }

    /** The first that is dated behind a time, be it that its own hasn't come. */
    Optional<BackupId> next(Instant time) {
        return all.stream().filter(id -> id.until().isAfter(time)).min(Comparator.naturalOrder());
    }

    /** Those whose times have come, or those whose haven't; the one that is dated last first. */
    List<BackupId> descending(boolean come) {
        return all.stream()
                .filter(id -> id.revision() > 0 && ahead.containsKey(id) != come)
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
