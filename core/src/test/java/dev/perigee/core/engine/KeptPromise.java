package dev.perigee.core.engine;

import dev.perigee.core.retention.Period;
import dev.perigee.core.retention.RetentionRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rules promise of all that was ever stored in a sink, reckoned anew and in another way than retention does: it may keep
 * this, and nothing else.
 */
final class KeptPromise {

    private final RetentionRules rules;
    private final TreeSet<Instant> ever = new TreeSet<>();
    private final Map<Period, TreeMap<Long, Instant>> newestOf = new EnumMap<>(Period.class);
    private Optional<Instant> newestReadBack = Optional.empty();

    KeptPromise(RetentionRules rules) {
        this.rules = rules;
        rules.keepPer().keySet().forEach(period -> newestOf.put(period, new TreeMap<>()));
    }

    void stored(Instant time) {
        ever.add(time);
        newestOf.forEach((period, newest) ->
                newest.merge(number(period, time), time, (one, other) -> one.isAfter(other) ? one : other));
    }

    void readBack(Instant time) {
        newestReadBack = Optional.of(time);
    }

    Optional<String> brokenBy(NavigableSet<Instant> kept) {
        TreeSet<Instant> promised = promised();
        return promised.equals(kept)
                ? Optional.empty()
                : Optional.of("promised are " + promised + ", kept are " + kept);
    }

    private TreeSet<Instant> promised() {
        TreeSet<Instant> promised = new TreeSet<>();
        promised.add(ever.last());
        newestReadBack.ifPresent(promised::add);
        rules.keepLast()
                .ifPresent(count -> ever.descendingSet().stream().limit(count).forEach(promised::add));
        rules.keepWithin()
                .ifPresent(span -> promised.addAll(ever.tailSet(ever.last().minus(span), true)));
        rules.keepPer()
                .forEach((period, count) -> newestOf.get(period).descendingMap().values().stream()
                        .limit(count)
                        .forEach(promised::add));
        return promised;
    }

    private static long number(Period period, Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return switch (period) {
            case HOURLY -> Math.floorDiv(time.getEpochSecond(), 3600L);
            case DAILY -> day.toEpochDay();
            case WEEKLY -> Math.floorDiv(day.toEpochDay() + 3, 7L); // 1970 began on a Thursday
            case MONTHLY -> day.getYear() * 12L + day.getMonthValue();
            case YEARLY -> day.getYear();
        };
    }
}
