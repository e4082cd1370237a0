package dev.perigee.core.retention;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which backups a sink keeps, applied to each cluster on its own. A backup stays if any rule keeps it; without any rule
 * all stay.
 *
 * <p>The rules are those that restic's users know: {@code keep-daily = 7} keeps the newest backup of each of the last
 * seven days <em>that have one</em>, and {@code keep-within = 3d} all that are at most three days older than the newest.
 *
 * @param keepLast how many of the newest, from 1 up; empty for no such rule
 * @param keepWithin how much older than the newest backup; positive; empty for no such rule
 * @param keepPer of how many stretches of each period the newest; each from 1 up
 */
public record RetentionRules(OptionalInt keepLast, Optional<Duration> keepWithin, Map<Period, Integer> keepPer) {

    /** Keeps everything. */
    public static final RetentionRules KEEP_ALL = new RetentionRules(OptionalInt.empty(), Optional.empty(), Map.of());

    /** Copies the periods; refuses to keep nothing. */
    public RetentionRules {
        Map<Period, Integer> ordered = new EnumMap<>(Period.class);
        ordered.putAll(keepPer);
        keepPer = Collections.unmodifiableMap(ordered);
        keepLast.ifPresent(count -> requireOneOrMore("keep-last", count));
        keepPer.forEach((period, count) -> requireOneOrMore(period.key(), count));
        if (keepWithin.isPresent() && !keepWithin.get().isPositive()) {
            throw new IllegalArgumentException("keep-within is " + keepWithin.get() + "; it takes more than nothing");
        }
    }

    /**
     * Only the rule that counts.
     *
     * @param keepLast how many of the newest, from 1 up; empty to keep all
     */
    public RetentionRules(OptionalInt keepLast) {
        this(keepLast, Optional.empty(), Map.of());
    }

    private static void requireOneOrMore(String rule, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(rule + " is " + count + "; it takes 1 or more");
        }
    }

    /**
     * Keeps the newest.
     *
     * @param count how many, from 1 up
     * @return the rules
     */
    public static RetentionRules keepLast(int count) {
        return new RetentionRules(OptionalInt.of(count));
    }

    /**
     * Whether there is no rule at all.
     *
     * @return true if everything is kept
     */
    public boolean keepsAll() {
        return keepLast.isEmpty() && keepWithin.isEmpty() && keepPer.isEmpty();
    }
}
