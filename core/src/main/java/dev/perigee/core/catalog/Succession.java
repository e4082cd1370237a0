package dev.perigee.core.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which timeline a new backup goes on with, from the backups that are known. Pure.
 *
 * <p>Neither the cluster id nor the revision alone tell: whoever restores with the names, URLs and token that the cluster had
 * gets the same id, and the revision soon is as high as before. But a restore begins a new raft log, so the index of the
 * newest applied entry falls; and along one log the revision never rises by more than the index.
 */
public final class Succession {

    /** How many entries two current members may be apart: what {@code MemberChoice} lets pass. */
    private static final long APART = 1_000;

    /** An entry may be counted before its write is committed. */
    private static final long SLACK = 16;

    private Succession() {}

    /**
     * The timeline of a new backup.
     *
     * @param fresh the new backup; its own timeline is left unread
     * @param known others of the same cluster's name, in any order
     * @return empty if it is the first timeline
     */
    public static Optional<Timeline> of(Manifest fresh, Collection<Manifest> known) {
        List<List<Manifest>> timelines = timelines(fresh, known);
        if (timelines.isEmpty()) {
            return Optional.empty();
        }
        for (List<Manifest> timeline : timelines) {
            if (interruption(timeline, fresh).isEmpty()) {
                return timeline.getLast().timeline();
            }
        }
        List<Manifest> current = timelines.getFirst();
        return interruption(current, fresh)
                .map(cause -> new Timeline(fresh.id(), current.getLast().id(), cause));
    }

    /** The backups before this one, the timeline that began last first, in each the newest last. */
    private static List<List<Manifest>> timelines(Manifest fresh, Collection<Manifest> known) {
        Map<Optional<BackupId>, List<Manifest>> byStart = known.stream()
                .filter(one -> one.id().compareTo(fresh.id()) < 0)
                .sorted(Comparator.comparing(Manifest::id))
                .collect(Collectors.groupingBy(
                        one -> one.timeline().map(Timeline::start),
                        () -> new TreeMap<>(LATEST_START_FIRST),
                        Collectors.toList()));
        return new ArrayList<>(byStart.values());
    }

    private static final Comparator<Optional<BackupId>> LATEST_START_FIRST = (one, other) -> {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        return other.get().compareTo(one.get());
    };

    /** What speaks against it that the new backup goes on with this timeline; empty if nothing does. */
    private static Optional<Timeline.Cause> interruption(List<Manifest> timeline, Manifest fresh) {
        Optional<Timeline.Cause> any = between(timeline.getLast(), fresh);
        if (any.isPresent()) {
            return any;
        }
        return timeline.stream()
                .filter(one -> one.member().id() == fresh.member().id())
                .reduce((earlier, later) -> later)
                .flatMap(last -> between(last, fresh));
    }

    private static Optional<Timeline.Cause> between(Manifest before, Manifest now) {
        if (before.cluster().id() != now.cluster().id()) {
            return Optional.of(Timeline.Cause.CLUSTER_ID);
        }
        long revisions = now.facts().revision() - before.facts().revision();
        Optional<Long> entries = before.facts()
                .raftIndex()
                .flatMap(from -> now.facts().raftIndex().map(to -> to - from));
        if (isLag(before, now, revisions, entries)) {
            return Optional.empty();
        }
        if (revisions < 0) {
            return Optional.of(Timeline.Cause.REVISION_BACK);
        }
        if (entries.filter(count -> count < 0).isPresent()) {
            return Optional.of(Timeline.Cause.LOG_BACK);
        }
        return entries.filter(count -> revisions - count > SLACK).map(count -> Timeline.Cause.REVISION_AHEAD);
    }

    /** Whether another member may just not have got as far. One and the same never goes back. */
    private static boolean isLag(Manifest before, Manifest now, long revisions, Optional<Long> entries) {
        long missing = -entries.orElse(revisions);
        return before.member().id() != now.member().id() && revisions <= 0 && -revisions <= missing && missing <= APART;
    }
}
