package dev.perigee.core.catalog;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of a cluster's backups belong together, as their manifests tell. Pure. A backup whose manifest wasn't read counts
 * as one of the timeline that was the current one at its time.
 */
public final class Timelines {

    private final Map<BackupId, Optional<Timeline>> told;
    private final Set<BackupId> known;
    private final TreeSet<BackupId> starts = new TreeSet<>();

    private Timelines(Map<BackupId, Optional<Timeline>> told, Set<BackupId> known) {
        this.told = told;
        this.known = Set.copyOf(known);
        told.values().forEach(timeline -> timeline.ifPresent(one -> starts.add(one.start())));
    }

    /**
     * What the copies tell. Where this installation knows some, only those say that a timeline began: a stranger's must not
     * make all of ours old.
     *
     * @param copies of one cluster, in any number of sinks; those that aren't whole tell nothing
     * @return the timelines
     */
    public static Timelines of(Collection<StoredCopy> copies) {
        Map<BackupId, Optional<Timeline>> known = told(copies, StoredCopy::isKnown);
        Map<BackupId, Optional<Timeline>> all = told(copies, StoredCopy::isWhole);
        if (known.isEmpty()) {
            return new Timelines(all, Set.of());
        }
        Set<Optional<Timeline>> vouched = new HashSet<>(known.values());
        vouched.add(Optional.empty());
        all.values().retainAll(vouched);
        return new Timelines(all, known.keySet());
    }

    private static Map<BackupId, Optional<Timeline>> told(Collection<StoredCopy> copies, Predicate<StoredCopy> kind) {
        Map<BackupId, Optional<Timeline>> told = new HashMap<>();
        copies.stream()
                .filter(kind)
                .forEach(copy -> copy.manifest().ifPresent(read -> told.put(copy.id(), read.timeline())));
        return told;
    }

    /**
     * Whether there is more than one.
     *
     * @return whether a restore was ever seen
     */
    public boolean isBranched() {
        return !starts.isEmpty();
    }

    /**
     * The timeline of a backup.
     *
     * @param id the backup
     * @return the first backup of its timeline; empty for the first timeline
     */
    public Optional<BackupId> startOf(BackupId id) {
        Optional<Timeline> read = told.getOrDefault(id, Optional.empty());
        return told.containsKey(id) ? read.map(Timeline::start) : Optional.ofNullable(starts.floor(id));
    }

    /**
     * The timeline that goes on.
     *
     * @return the first backup of the one that began last; empty if there is but one
     */
    public Optional<BackupId> current() {
        return starts.isEmpty() ? Optional.empty() : Optional.of(starts.last());
    }

    /**
     * Whether a backup belongs to the timeline that goes on.
     *
     * @param id the backup
     * @return true for all if there is but one timeline
     */
    public boolean isCurrent(BackupId id) {
        return startOf(id).equals(current());
    }

    /**
     * The backups among which to choose: by name any; the newest, and those before it, of the timeline that goes on; by time
     * of the one that went on then.
     *
     * @param ids the backups
     * @param which what is sought
     * @return some of them
     */
    public Set<BackupId> choice(Collection<BackupId> ids, Selector which) {
        return switch (which) {
            case Selector.Prefix named -> new TreeSet<>(ids);
            case Selector.At at -> {
                Set<BackupId> then = ids.stream()
                        .filter(id -> !id.until().isAfter(at.time()))
                        .collect(Collectors.toCollection(TreeSet::new));
                Optional<BackupId> last =
                        then.stream().flatMap(id -> startOf(id).stream()).max(Comparator.naturalOrder());
                Set<BackupId> fitting = of(then, last);
                yield fitting.isEmpty() ? new TreeSet<>(ids) : fitting;
            }
            case Selector.Latest latest -> inOrder(of(ids, current()));
            case Selector.Back back -> inOrder(of(ids, current()));
        };
    }

    private Set<BackupId> inOrder(Set<BackupId> ids) {
        ids.removeAll(overtaken(ids).keySet());
        return ids;
    }

    /**
     * The backups that are dated later than another one of their timeline, and hold less. Revisions rise along a timeline: the clock ran
     * ahead when they were made, and was set right. A backup that nobody here knows says so only of those of the five minutes behind
     * it, by which no clock is called wrong: it may be planted.
     *
     * @param ids the backups
     * @return by such a backup, the one that holds more; they are neither the newest nor keep the place of a rule
     */
    public Map<BackupId, BackupId> overtaken(Collection<BackupId> ids) {
        Map<BackupId, BackupId> overtaken = new HashMap<>();
        Map<Optional<BackupId>, Course> courses = new HashMap<>();
        for (BackupId id : new TreeSet<>(ids)) {
            Course course = courses.computeIfAbsent(startOf(id), _ -> new Course());
            course.most(id.time())
                    .filter(most -> most.revision() > id.revision())
                    .ifPresent(most -> overtaken.put(id, most));
            course.add(id, known.contains(id));
        }
        return overtaken;
    }

    /** What held most in a timeline, before the times that are asked for one after the other. */
    private static final class Course {

        private final Deque<BackupId> lately = new ArrayDeque<>();
        private Optional<BackupId> known = Optional.empty();

        Optional<BackupId> most(Instant time) {
            while (!lately.isEmpty()
                    && lately.getFirst().time().plus(Clocks.SKEW).isBefore(time)) {
                lately.removeFirst();
            }
            return Stream.concat(known.stream(), lately.stream().limit(1))
                    .max(Comparator.comparingLong(BackupId::revision));
        }

        void add(BackupId id, boolean isKnown) {
            while (!lately.isEmpty() && lately.getLast().revision() <= id.revision()) {
                lately.removeLast(); // what is left falls: the first holds most
            }
            lately.addLast(id);
            if (isKnown && known.filter(most -> most.revision() > id.revision()).isEmpty()) {
                known = Optional.of(id);
            }
        }
    }

    private Set<BackupId> of(Collection<BackupId> ids, Optional<BackupId> start) {
        return ids.stream().filter(id -> startOf(id).equals(start)).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What whoever takes a backup should know of others.
     *
     * @param chosen the backup
     * @param ids all there are
     * @return a sentence; empty if none of another timeline holds a higher revision, and none of its own is dated later and holds less
     */
    public Optional<String> warning(BackupId chosen, Collection<BackupId> ids) {
        return overtaken(ids).entrySet().stream()
                .filter(each -> each.getValue().equals(chosen))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder())
                .map(later -> later + " is dated later than " + chosen
                        + ", and holds less: a clock ran ahead when it was made")
                .or(() -> higher(chosen, ids));
    }

    private Optional<String> higher(BackupId chosen, Collection<BackupId> ids) {
        Optional<BackupId> start = startOf(chosen);
        return ids.stream()
                .filter(id -> !startOf(id).equals(start) && id.revision() > chosen.revision())
                .max(Comparator.naturalOrder())
                .map(other -> other + " of another timeline holds a higher revision than " + chosen
                        + ", which is of the one that "
                        + start.map(first -> "began with " + first + ", as after a restore")
                                .orElse("was the first")
                        + "; name the other by its id if it is meant");
    }

    /**
     * What to say where the timeline that goes on has too few.
     *
     * @param ids all there are
     * @return a sentence; empty if there is but one timeline
     */
    public Optional<String> older(Collection<BackupId> ids) {
        return current()
                .flatMap(start -> ids.stream()
                        .filter(id -> !isCurrent(id))
                        .max(Comparator.naturalOrder())
                        .map(newest -> "a timeline began with " + start
                                + ", as after a restore; backups of those before it are"
                                + " taken by their ids, the newest of which is " + newest));
    }
}
