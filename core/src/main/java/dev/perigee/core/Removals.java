package dev.perigee.core;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.RemovalPlan.Line;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.delivery.Spooled;
import dev.perigee.core.retention.Candidate;
import dev.perigee.core.retention.Retention;
import dev.perigee.core.retention.RetentionPlan;
import dev.perigee.core.retention.RetentionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Decides what a prune removes from one sink. Pure.
 *
 * @param backups what the listing shows of the manifests
 * @param bodies what the listing shows of the bodies
 * @param unreadable backups whose manifest this release can't read
 * @param spooled backups that are on their way into a sink
 */
record Removals(
        SortedMap<BackupId, ObjectInfo> backups,
        SortedMap<BackupId, ObjectInfo> bodies,
        Set<BackupId> unreadable,
        Spooled spooled) {

    /** A body without a manifest may be somebody's upload in flight until it is this old. */
    private static final Duration ORPHAN_AGE = Duration.ofHours(24);

    /** Backups, the newest first, then bodies without a manifest. */
    List<Line> plan(RetentionRules rules, Optional<BackupId> justMade, Instant now) {
        List<Line> lines = new ArrayList<>();
        unreadable.stream()
                .sorted(Comparator.reverseOrder())
                .map(id -> stays(id, "its manifest can't be read by this release"))
                .forEach(lines::add);
        backups.keySet().stream()
                .filter(id -> !unreadable.contains(id) && !isWhole(id))
                .map(id -> stays(id, "its body is missing, so it counts for nothing"))
                .forEach(lines::add);
        lines.addAll(byRetention(rules, justMade, now));
        lines.sort(Comparator.comparing(Line::id).reversed());
        orphans().forEach(lines::add);
        return lines;
    }

    private List<Line> byRetention(RetentionRules rules, Optional<BackupId> justMade, Instant now) {
        List<BackupId> ids = backups.keySet().stream()
                .filter(id -> !unreadable.contains(id) && isWhole(id))
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        for (int rank = 0; rank < ids.size(); rank++) {
            BackupId id = ids.get(rank);
            candidates.add(new Candidate(name(rank), id.time(), id.calendar(), true));
        }
        Optional<String> protectedName =
                justMade.map(ids::indexOf).filter(rank -> rank >= 0).map(Removals::name);
        return Retention.plan(candidates, rules, protectedName, now).decisions().stream()
                .map(decision -> line(ids, decision))
                .toList();
    }

    /** A manifest whose body is gone restores nothing, and must not push out a backup that does. */
    private boolean isWhole(BackupId id) {
        return !(id instanceof SnapshotId) || bodies.containsKey(id);
    }

    /** Retention breaks a tie of times by name: the rank among the ids gives their own order. */
    private static String name(int rank) {
        return String.format("%010d", rank);
    }

    private static Line line(List<BackupId> ids, RetentionPlan.Decision decision) {
        BackupId id = ids.get(Integer.parseInt(decision.candidate().id()));
        return new Line(id, Optional.empty(), !decision.kept(), String.join(", ", decision.reasons()));
    }

    private static Line stays(BackupId id, String reason) {
        return new Line(id, Optional.empty(), false, reason);
    }

    private Stream<Line> orphans() {
        Instant storeNow = storeNow();
        return bodies.entrySet().stream()
                .filter(body -> !backups.containsKey(body.getKey()))
                .map(body -> orphan(body.getKey(), body.getValue(), storeNow));
    }

    private Line orphan(BackupId id, ObjectInfo body, Instant storeNow) {
        boolean old = body.lastModified().plus(ORPHAN_AGE).isBefore(storeNow);
        boolean ours = spooled.mayHold(id);
        String reason = ours
                ? "a body without a manifest, " + whence(id)
                : old
                        ? "a body without a manifest, older than 24 h"
                        : "a body without a manifest; may be an upload in flight until it is 24 h old";
        return new Line(id, Optional.of(body.key()), old && !ours, reason);
    }

    private String whence(BackupId id) {
        return spooled.ids().contains(id)
                ? "on its way from this machine's spool"
                : "maybe on its way: not all of this machine's spool can be read";
    }

    /** The store's clock has come at least as far as its newest object; our own may be wrong. */
    private Instant storeNow() {
        return Stream.concat(backups.values().stream(), bodies.values().stream())
                .map(ObjectInfo::lastModified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
