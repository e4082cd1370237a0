package dev.perigee.core.removal;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Superseded;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.retention.Candidate;
import dev.perigee.core.retention.HoldPlan;
import dev.perigee.core.retention.Retention;
import dev.perigee.core.retention.RetentionPlan;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.Spooled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a prune removes from one sink. Pure.
 *
 * @param copies the backups, and what each is worth
 * @param orphans bodies and companions that no manifest makes a backup
 * @param passed a time that has come by our own clock and by the store's
 * @param spooled backups that are on their way into a sink
 */
public record PrunePlanner(
        List<StoredCopy> copies, Collection<Map.Entry<BackupId, ObjectInfo>> orphans, Instant passed, Spooled spooled) {

    /** A body without a manifest may be somebody's upload in flight until it is this old. */
    private static final Duration ORPHAN_AGE = Duration.ofHours(24);

    /** Backups, the newest first, then bodies without a manifest. */
    List<Line> plan(RetentionRules rules, Optional<BackupId> justMade, Instant now) {
        List<Line> lines = new ArrayList<>();
        copies.stream()
                .filter(copy -> !copy.isWhole())
                .map(copy -> new Line(copy.id(), Optional.empty(), false, why(copy.standing())))
                .forEach(lines::add);
        lines.addAll(withHighestRevision(byRetention(rules, justMade, now)));
        lines.sort(Comparator.comparing(Line::id).reversed());
        orphanLines().forEach(lines::add);
        return lines;
    }

    private static String why(Standing standing) {
        return switch (standing) {
            case Standing.Whole whole -> "";
            case Standing.Damaged(String finding) -> "damaged, so it counts for nothing: " + finding;
            case Standing.Refuted(String finding, boolean _) -> "damaged, so it counts for nothing: " + finding;
            case Standing.Altered(String finding) -> "damaged, so it counts for nothing: " + finding;
            case Standing.Unbelieved(String finding, boolean _, boolean _) ->
                "not believed, so it counts for nothing: " + finding;
            case Standing.Unreadable unreadable ->
                "its manifest can't be read, so it counts for nothing: " + unreadable.finding();
            case Standing.Future(String finding) -> "of the future, so it counts for nothing yet: " + finding;
        };
    }

    /** Whether the rules keep a backup no longer, because of those that are listed, whoever made them. */
    public static boolean supersede(List<BackupId> listed, BackupId id, RetentionRules rules) {
        List<BackupId> ids = Stream.concat(listed.stream(), Stream.of(id))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        for (BackupId each : ids) {
            candidates.add(new Candidate(name(candidates.size()), each.time(), each.calendar(), Origin.UNKNOWN));
        }
        String mine = name(ids.indexOf(id));
        return Retention.plan(candidates, rules, Optional.empty(), Instant.MAX).removed().stream()
                .anyMatch(candidate -> candidate.id().equals(mine));
    }

    private List<Line> byRetention(RetentionRules rules, Optional<BackupId> justMade, Instant now) {
        Map<String, BackupId> ids = whole();
        Optional<String> protectedName = ids.entrySet().stream()
                .filter(each -> justMade.equals(Optional.of(each.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
        return Retention.plan(candidates(ids), rules, protectedName, now).decisions().stream()
                .map(decision -> line(ids, decision))
                .toList();
    }

    /** Until when a store that holds each backup for as long as it is kept is to hold them, if they are kept. */
    Map<BackupId, HoldPlan.Need> needs(HoldPlan plan) {
        Map<String, BackupId> ids = whole();
        Map<BackupId, HoldPlan.Need> needs = new HashMap<>();
        plan.of(candidates(ids)).forEach((name, need) -> needs.put(Objects.requireNonNull(ids.get(name)), need));
        return needs;
    }

    /** By the names that retention knows them by. */
    private Map<String, BackupId> whole() {
        Map<String, BackupId> ids = new LinkedHashMap<>();
        copies.stream().filter(StoredCopy::isWhole).forEach(copy -> ids.put(name(ids.size()), copy.id()));
        return ids;
    }

    private List<Candidate> candidates(Map<String, BackupId> ids) {
        Map<BackupId, StoredCopy> byId = new HashMap<>();
        copies.forEach(copy -> byId.put(copy.id(), copy));
        Superseded superseded = Superseded.among(copies);
        Timelines timelines = Timelines.of(copies);
        Map<BackupId, BackupId> overtaken = timelines.overtaken(ids.values());
        List<Candidate> candidates = new ArrayList<>();
        ids.forEach((name, id) -> {
            StoredCopy copy = Objects.requireNonNull(byId.get(id));
            if (copy.standing() instanceof Standing.Whole(Origin origin)) {
                candidates.add(new Candidate(
                        name,
                        id.time(),
                        id.calendar(),
                        origin,
                        copy.readBack().isPresent(),
                        superseded
                                .reason(id)
                                .or(() -> Optional.ofNullable(overtaken.get(id))
                                        .map(more -> "dated ahead: " + more + " holds more")),
                        timelines.startOf(id).map(BackupId::toString).orElse("")));
            }
        });
        return candidates;
    }

    /**
     * Where none of the backups was made here, a newer name alone doesn't make newer data: an old backup that somebody put
     * there once more under a fresh id must not push out the one that knows most.
     */
    private List<Line> withHighestRevision(List<Line> lines) {
        boolean made = copies.stream()
                .anyMatch(copy -> copy.standing() instanceof Standing.Whole(Origin origin) && origin == Origin.MADE);
        Optional<Line> highest = lines.stream()
                .max(Comparator.comparingLong((Line line) -> line.id().revision())
                        .thenComparing(Line::id));
        if (made || highest.isEmpty() || !highest.get().remove()) {
            return lines;
        }
        Line kept = new Line(
                highest.get().id(),
                Optional.empty(),
                false,
                "of a higher revision than all newer ones, none of which was made by this installation");
        return lines.stream()
                .map(line -> line.equals(highest.get()) ? kept : line)
                .toList();
    }

    /** Retention breaks a tie of times by name: the rank among the ids, newest first, gives their own order. */
    private static String name(int rank) {
        return String.format("%010d", Integer.MAX_VALUE - rank);
    }

    private static Line line(Map<String, BackupId> ids, RetentionPlan.Decision decision) {
        BackupId id = Objects.requireNonNull(ids.get(decision.candidate().id()));
        return new Line(id, Optional.empty(), !decision.kept(), String.join(", ", decision.reasons()));
    }

    private Stream<Line> orphanLines() {
        return orphans.stream().map(body -> orphan(body.getKey(), body.getValue()));
    }

    private Line orphan(BackupId id, ObjectInfo body) {
        boolean old = body.lastModified().plus(ORPHAN_AGE).isBefore(passed);
        boolean ours = spooled.mayHold(id);
        String reason = ours ? "a body without a manifest, " + whence(id) : why(body, old);
        return new Line(id, Optional.of(body.key()), old && !ours, reason);
    }

    private static String why(ObjectInfo body, boolean old) {
        if (body.key().value().endsWith(Layout.Standard.ROWS_SUFFIX)) {
            return old
                    ? "rows that no backup has needed for 24 h"
                    : "rows that no backup needs; another one may be on its way until that is so for 24 h";
        }
        return old
                ? "a body without a manifest, older than 24 h"
                : "a body without a manifest; may be an upload in flight until it is 24 h old";
    }

    private String whence(BackupId id) {
        return spooled.ids().contains(id)
                ? "on its way from this machine's spool"
                : "maybe on its way: not all of this machine's spool can be read";
    }
}
