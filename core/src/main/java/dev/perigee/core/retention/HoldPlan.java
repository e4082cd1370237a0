package dev.perigee.core.retention;

import dev.perigee.core.schedule.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides until when a store is to hold backups: until the rules would let go of them if each backup that is due were made. Pure.
 *
 * <p>Nothing here makes a hold shorter: where backups come slower than they are due, the rules keep those that are there for
 * longer, and the next plan says so. What the rules keep for another reason than their number or age (the newest that is
 * proven, say) is needed until the next backup is due at least.
 *
 * @param rules what the sink keeps
 * @param pace how often backups come
 * @param now the time
 */
public record HoldPlan(RetentionRules rules, Pace pace, Instant now) {

    /** What lies beyond comes nearer; it is extended then. */
    static final Duration LONGEST = Duration.ofDays(3_653);

    /** From when a run is due to its end, and by how much the store's clock may differ. */
    static final Duration SLACK = Duration.ofMinutes(15);

    private static final Duration LONGEST_GRACE = Duration.ofDays(1);

    /**
     * How long one backup is to be held.
     *
     * @param least a hold that ends before has to be extended
     * @param until when the hold may end: one backup that fails leaves nothing unheld that is still needed
     */
    public record Need(Instant least, Instant until) {}

    /**
     * For a backup that is about to be stored.
     *
     * @param fresh the backup; counts as the newest
     * @return what it needs, counted from when it was taken
     */
    public Need ofNew(Candidate fresh) {
        return need(fresh, List.of(List.of(fresh)), new Dues(pace, fresh.time(), horizon()));
    }

    /**
     * For the backups that are stored.
     *
     * @param candidates the whole ones, in any order
     * @return what each needs if it is kept, by its id
     */
    public Map<String, Need> of(List<Candidate> candidates) {
        List<Candidate> counting = candidates.stream()
                .filter(candidate -> candidate.superseded().isEmpty())
                .sorted(Retention.NEWEST_FIRST)
                .toList();
        String current = candidates.stream()
                .map(Candidate::timeline)
                .max(Comparator.naturalOrder())
                .orElse("");
        List<Candidate> goingOn = counting.stream()
                .filter(candidate -> candidate.timeline().equals(current))
                .toList();
        Dues dues = new Dues(pace, now, horizon());
        Map<String, Need> needs = new LinkedHashMap<>();
        candidates.forEach(candidate -> needs.put(candidate.id(), need(candidate, List.of(counting, goingOn), dues)));
        return needs;
    }

    private Instant horizon() {
        return now.plus(LONGEST);
    }

    /** The rules are applied to each of the lists. */
    private Need need(Candidate candidate, List<List<Candidate>> lists, Dues dues) {
        Instant end = lists.stream()
                .filter(list -> list.contains(candidate))
                .flatMap(list -> lettingGo(candidate, list, dues))
                .reduce(pace.after(now), HoldPlan::later);
        Instant least = end.plus(SLACK);
        Instant grace = earlier(pace.after(end), end.plus(LONGEST_GRACE));
        return new Need(earlier(least, horizon()), earlier(later(grace, least), horizon()));
    }

    /** When each of the rules that keep it would do so no longer. */
    private Stream<Instant> lettingGo(Candidate candidate, List<Candidate> newestFirst, Dues dues) {
        Stream<Instant> last = rules.keepLast().stream()
                .mapToObj(count -> count - newestFirst.indexOf(candidate))
                .filter(more -> more > 0)
                .map(dues::nth);
        Stream<Instant> within = rules.keepWithin().stream()
                .map(span -> candidate.time().plus(span))
                .filter(end -> !end.isBefore(newestFirst.getFirst().time()))
                .map(end -> later(pace.after(end), dues.nth(1)));
        Stream<Instant> per = rules.keepPer().entrySet().stream()
                .flatMap(rule -> per(rule.getKey(), rule.getValue(), candidate, newestFirst, dues).stream());
        return Stream.of(last, within, per).flatMap(times -> times);
    }

    private static Optional<Instant> per(
            Period period, int count, Candidate candidate, List<Candidate> newestFirst, Dues dues) {
        String mine = period.stretch(candidate.calendar());
        List<String> stretches = newestFirst.stream()
                .map(each -> period.stretch(each.calendar()))
                .distinct()
                .toList();
        boolean newest = newestFirst.stream()
                .filter(each -> period.stretch(each.calendar()).equals(mine))
                .findFirst()
                .equals(Optional.of(candidate));
        int more = count - stretches.indexOf(mine);
        if (!newest || more <= 0) {
            return Optional.empty();
        }
        boolean replaced = dues.isNextWithin(period, mine);
        return Optional.of(replaced ? dues.nth(1) : dues.ofStretch(period, stretches.getFirst(), more));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
