package dev.perigee.core.retention;

import dev.perigee.core.catalog.Origin;
import dev.perigee.core.retention.RetentionPlan.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Decides which backups of one cluster in one sink stay. */
public final class Retention {

    static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparing(Candidate::time).thenComparing(Candidate::id).reversed();

    /** Of how many timelines that were left the last backup stays: clusters that are made anew each night leave one each. */
    private static final int TIMELINES = 5;

    private Retention() {}

    /** What stands behind the reasons of a backup that nobody here can answer for. */
    static final String UNKNOWN = "unknown: neither made nor proven by this installation";

    /**
     * Decides on each backup. There is one order, by time and then by id, for whoever asks.
     *
     * <p>Whatever the rules say, these stay: the newest that this installation made, the newest that it proved, the
     * newest copy that it has read back, the one
     * that was just made, and all of them if {@code now} is before the newest, for then the clock can't be trusted. So no
     * number of backups that are unknown here pushes out the newest that isn't. A superseded one keeps no place of a rule. After a
     * restore the last backup of each of the five timelines before stays too, until somebody deletes it: nothing else holds
     * what was written after the backup that was restored.
     *
     * @param candidates the whole backups of one cluster in one sink, in any order; ids are distinct
     * @param rules what to keep
     * @param justMade the id of the backup that this run has made; empty if it has made none
     * @param now the time
     * @return a decision on each candidate
     */
    public static RetentionPlan plan(
            List<Candidate> candidates, RetentionRules rules, Optional<String> justMade, Instant now) {
        List<Candidate> newestFirst = candidates.stream().sorted(NEWEST_FIRST).toList();
        Reasons reasons = new Reasons();
        if (!newestFirst.isEmpty() && now.isBefore(newestFirst.getFirst().time())) {
            newestFirst.forEach(candidate -> reasons.keep(candidate, "the clock is before the newest backup"));
        }
        protect(newestFirst, justMade, reasons);
        if (rules.keepsAll()) {
            newestFirst.forEach(candidate -> reasons.keep(candidate, "no rule removes anything"));
        }
        apply(rules, counting(newestFirst), reasons);
        timelines(rules, newestFirst, justMade, reasons);
        return new RetentionPlan(newestFirst.stream().map(reasons::decide).toList());
    }

    private static void protect(List<Candidate> newestFirst, Optional<String> justMade, Reasons reasons) {
        Optional<Candidate> proven = newest(newestFirst, candidate -> candidate.origin() != Origin.UNKNOWN);
        Optional<Candidate> made = newest(newestFirst, candidate -> candidate.origin() == Origin.MADE);
        proven.ifPresent(candidate -> reasons.keep(candidate, "newest proven backup"));
        made.filter(candidate -> !proven.equals(Optional.of(candidate)))
                .ifPresent(candidate -> reasons.keep(candidate, "newest backup made here"));
        newest(newestFirst, Candidate::readBack)
                .filter(candidate -> !proven.equals(Optional.of(candidate)))
                .ifPresent(candidate -> reasons.keep(candidate, "newest that was read back and proven"));
        newest(newestFirst, candidate -> justMade.equals(Optional.of(candidate.id())))
                .ifPresent(candidate -> reasons.keep(candidate, "just made"));
    }

    /**
     * The rules are applied to all backups together, so that what was left by a restore ages as it would have; and once more
     * to the timeline that goes on, so that whoever still writes to one that was left pushes out none of it.
     */
    private static void timelines(
            RetentionRules rules, List<Candidate> newestFirst, Optional<String> justMade, Reasons reasons) {
        List<String> starts = newestFirst.stream()
                .map(Candidate::timeline)
                .distinct()
                .sorted(Comparator.reverseOrder()) // ids begin with the time, and the first timeline has no name
                .toList();
        if (starts.size() < 2) {
            return;
        }
        List<Candidate> current = of(starts.getFirst(), newestFirst);
        protect(current, justMade, reasons);
        apply(rules, counting(current), reasons);
        starts.stream()
                .skip(1)
                .limit(TIMELINES)
                .forEach(start -> reasons.keep(
                        of(start, newestFirst).getFirst(), "the last of a timeline that a restore has left"));
    }

    private static List<Candidate> counting(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.superseded().isEmpty())
                .toList();
    }

    private static List<Candidate> of(String timeline, List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.timeline().equals(timeline))
                .toList();
    }

    private static Optional<Candidate> newest(List<Candidate> newestFirst, Predicate<Candidate> kind) {
        return newestFirst.stream().filter(kind).findFirst();
    }

    private static void apply(RetentionRules rules, List<Candidate> newestFirst, Reasons reasons) {
        rules.keepLast()
                .ifPresent(count -> newestFirst.stream()
                        .limit(count)
                        .forEach(candidate -> reasons.keep(candidate, "keep-last = " + count)));
        rules.keepWithin()
                .ifPresent(span -> newestFirst.stream()
                        .filter(candidate -> !candidate
                                .time()
                                .isBefore(newestFirst.getFirst().time().minus(span)))
                        .forEach(candidate -> reasons.keep(candidate, "keep-within = " + text(span))));
        rules.keepPer().forEach((period, count) -> applyPer(period, count, newestFirst, reasons));
    }

    private static void applyPer(Period period, int count, List<Candidate> newestFirst, Reasons reasons) {
        Set<String> stretches = new HashSet<>();
        for (Candidate candidate : newestFirst) {
            String stretch = period.stretch(candidate.calendar());
            if (stretches.size() < count && stretches.add(stretch)) {
                reasons.keep(candidate, period.key() + " = " + count);
            }
        }
    }

    /** As the user would write it: in the largest unit that comes out even. */
    private static String text(Duration span) {
        if (span.toHours() * 3_600 != span.toSeconds()) {
            return span.toSeconds() + "s";
        }
        return span.toHours() % 24 == 0 ? span.toDays() + "d" : span.toHours() + "h";
    }

    /** Collects why each backup stays. */
    private static final class Reasons {

        private final Map<String, List<String>> byId = new TreeMap<>();

        void keep(Candidate candidate, String reason) {
            List<String> said = byId.computeIfAbsent(candidate.id(), id -> new ArrayList<>());
            if (!said.contains(reason)) {
                said.add(reason);
            }
        }

        Decision decide(Candidate candidate) {
            List<String> reasons = byId.getOrDefault(candidate.id(), List.of());
            List<String> said = new ArrayList<>(reasons.isEmpty() ? List.of("no rule keeps it") : reasons);
            candidate.superseded().ifPresent(said::add);
            if (candidate.origin() == Origin.UNKNOWN) {
                said.add(UNKNOWN);
            }
            return new Decision(candidate, !reasons.isEmpty(), said);
        }
    }
}
