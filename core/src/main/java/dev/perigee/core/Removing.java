package dev.perigee.core;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.core.RemovalPlan.Line;
import dev.perigee.core.RemovalPlan.SinkPlan;
import dev.perigee.core.RemovalResult.SinkRemoval;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.delivery.Spooled;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.retention.RetentionRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Plans and carries out removals in one sink. */
record Removing(String sinkName, Catalog catalog, ProgressListener progress) {

    /** What retention and the sweep of old bodies would remove. Reads manifests only if something would go. */
    SinkPlan plan(RetentionRules rules, Optional<BackupId> justMade, Spooled spooled, boolean mixed, Instant now)
            throws SinkException, OperationException {
        // Bodies first: one whose manifest comes between the two listings must not look like an orphan.
        SortedMap<BackupId, ObjectInfo> bodies = catalog.bodies();
        SortedMap<BackupId, ObjectInfo> backups = catalog.backups();
        List<Line> lines = new Removals(backups, bodies, Set.of(), spooled).plan(rules, justMade, now);
        if (lines.stream().anyMatch(Line::remove)) {
            Set<BackupId> unreadable = readAll(backups.keySet(), mixed);
            lines = new Removals(backups, bodies, unreadable, spooled).plan(rules, justMade, now);
        }
        return new SinkPlan(sinkName, lines);
    }

    /** Says which manifests can't be read; refuses a folder of two clusters. */
    private Set<BackupId> readAll(Set<BackupId> ids, boolean mixed) throws SinkException, OperationException {
        Set<BackupId> unreadable = new HashSet<>();
        Set<String> clusters = new TreeSet<>();
        for (BackupId id : ids) {
            try {
                catalog.manifest(id)
                        .ifPresent(manifest ->
                                clusters.add(Long.toHexString(manifest.cluster().id())));
            } catch (UnreadableManifest e) {
                unreadable.add(id);
            }
        }
        if (clusters.size() > 1 && !mixed) {
            throw mixedClusters(clusters);
        }
        return unreadable;
    }

    private OperationException mixedClusters(Set<String> clusters) {
        return new OperationException(
                Outcome.REFUSED,
                "the folder '" + catalog.cluster() + "' holds backups of " + clusters.size()
                        + " etcd clusters (ids " + String.join(", ", clusters)
                        + "), so nothing was pruned: one cluster's backups could push out the other's",
                Optional.of("give each cluster a name of its own, or prune with --mixed if one replaced the other"),
                Optional.empty());
    }

    /** Carries the plan out, the oldest first. Goes on after a failure of one object. */
    SinkRemoval execute(SinkPlan plan) throws SinkException {
        List<BackupId> removed = new ArrayList<>();
        List<BackupId> held = new ArrayList<>();
        List<SinkFailure> failures = new ArrayList<>();
        int orphans = 0;
        for (Line line : plan.lines().reversed()) {
            if (!line.remove()) {
                continue;
            }
            try {
                remove(line);
                line.orphan().ifPresentOrElse(key -> {}, () -> removed.add(line.id()));
                orphans += line.orphan().isPresent() ? 1 : 0;
                progress.on(new ProgressEvent.Pruned(
                        sinkName,
                        line.orphan().map(ObjectKey::value).orElse(line.id().toString())));
            } catch (SinkException e) {
                failed(line, e, held, failures);
            }
        }
        return new SinkRemoval(sinkName, removed, held, orphans, failures);
    }

    private void failed(Line line, SinkException e, List<BackupId> held, List<SinkFailure> failures)
            throws SinkException {
        switch (e.kind()) {
            case HELD -> held.add(line.id());
            case CANCELLED -> throw e;
            default -> failures.add(SinkFailure.of(sinkName, e));
        }
    }

    private void remove(Line line) throws SinkException {
        if (line.orphan().isPresent()) {
            catalog.sink().delete(line.orphan().get());
            return;
        }
        catalog.remove(line.id());
    }
}
