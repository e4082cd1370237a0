package dev.perigee.core.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Origin;
import dev.perigee.core.retention.HoldPlan.Need;
import dev.perigee.core.schedule.Pace;
import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldPlanTest {

    /** A Monday. */
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Pace HOURLY = pace("@hourly");
    private static final Pace DAILY = pace("30 1 * * *");

    private static Pace pace(String... schedules) {
        return new Pace(List.of(schedules).stream()
                .map(text -> Schedule.parse(text, ZoneOffset.UTC))
                .toList());
    }

    private static RetentionRules per(Period period, int count) {
        return new RetentionRules(OptionalInt.empty(), Optional.empty(), Map.of(period, count));
    }

    private static Candidate taken(Instant time) {
        return new Candidate(time.toString(), time, Origin.MADE);
    }

    private static Need fresh(RetentionRules rules, Pace pace) {
        return new HoldPlan(rules, pace, NOON).ofNew(taken(NOON));
    }

    /** When the rules let go, as planned. */
    private static Instant end(Need need) {
        return need.least().minus(HoldPlan.SLACK);
    }

    @Test
    void aRuleThatCountsIsCountedByTheBackupsThatAreDue() {
        assertEquals(NOON.plus(Duration.ofHours(24)), end(fresh(RetentionRules.keepLast(24), HOURLY)));
        assertEquals(Instant.parse("2026-11-26T01:30:00Z"), end(fresh(RetentionRules.keepLast(3), DAILY)));
    }

    @Test
    void jobsThatShareASinkBringBackupsTogether() {
        Need both = fresh(RetentionRules.keepLast(25), pace("@hourly", "30 1 * * *"));

        assertEquals(NOON.plus(Duration.ofHours(24)), end(both));
    }

    @Test
    void aRuleThatMeasuresTimeLetsGoWithTheFirstBackupThatIsDueAfterIt() {
        RetentionRules rules = new RetentionRules(OptionalInt.empty(), Optional.of(Duration.ofDays(3)), Map.of());

        assertEquals(Instant.parse("2026-11-27T01:30:00Z"), end(fresh(rules, DAILY)));
    }

    @Test
    void aBackupInWhoseDayAnotherIsDueIsNeededUntilThenByTheRuleOfDays() {
        assertEquals(NOON.plus(Duration.ofHours(1)), end(fresh(per(Period.DAILY, 7), HOURLY)));
    }

    @ParameterizedTest
    @CsvSource({
        "DAILY, 7, @hourly, 2026-11-30T00:00:00Z",
        "WEEKLY, 4, 0 0 * * 1, 2026-12-21T00:00:00Z",
        "MONTHLY, 2, @monthly, 2027-01-01T00:00:00Z",
        "YEARLY, 3, @yearly, 2029-01-01T00:00:00Z"
    })
    void theLastOfAStretchIsNeededUntilSoManyOthersHaveTheirs(Period period, int count, String schedule, Instant end) {
        Candidate last = taken(Instant.parse("2026-11-23T23:00:00Z"));

        HoldPlan plan = new HoldPlan(per(period, count), pace(schedule), last.time());

        assertEquals(end, end(plan.ofNew(last)));
    }

    @Test
    void theRuleThatKeepsLongestCounts() {
        RetentionRules rules =
                new RetentionRules(OptionalInt.of(2), Optional.of(Duration.ofHours(30)), Map.of(Period.HOURLY, 3));

        assertEquals(NOON.plus(Duration.ofHours(31)), end(fresh(rules, HOURLY)));
    }

    @Test
    void oneBackupThatFailsLeavesNothingUnheldThatIsStillNeeded() {
        Need need = fresh(RetentionRules.keepLast(3), HOURLY);

        assertEquals(NOON.plus(Duration.ofHours(4)), need.until());
        assertEquals(
                NOON.plus(Duration.ofDays(7 * 3)).minus(Duration.ofHours(12)).plus(Duration.ofDays(1)),
                fresh(RetentionRules.keepLast(3), pace("0 0 * * 1")).until(),
                "a day at most");
    }

    @Test
    void withoutAScheduleABackupADayIsExpected() {
        assertEquals(NOON.plus(Duration.ofDays(3)), end(fresh(RetentionRules.keepLast(3), Pace.UNKNOWN)));
    }

    @Test
    void whatNoRuleLetsGoIsHeldFromRunToRun() {
        Need need = fresh(RetentionRules.KEEP_ALL, HOURLY);

        assertEquals(NOON.plus(Duration.ofHours(1)), end(need));
        assertEquals(NOON.plus(Duration.ofHours(2)), need.until());
    }

    @ParameterizedTest
    @ValueSource(strings = {"@every 1s", "@hourly", "@yearly"})
    void noHoldReachesBeyondTenYearsOrEndsWithinMinutes(String schedule) {
        for (int count : new int[] {1, 2, 1_000, Integer.MAX_VALUE}) {
            for (RetentionRules rules : List.of(RetentionRules.keepLast(count), per(Period.YEARLY, count))) {
                Need need = fresh(rules, pace(schedule));

                assertFalse(need.until().isAfter(NOON.plus(HoldPlan.LONGEST)), need::toString);
                assertFalse(need.until().isBefore(NOON.plus(HoldPlan.SLACK)), need::toString);
                assertFalse(need.until().isBefore(need.least()), need::toString);
            }
        }
    }

    @Test
    void aSupersededOneTakesNobodysPlaceAndIsHeldFromRunToRun() {
        Candidate old = taken(NOON.minus(Duration.ofHours(1)));
        Candidate superseded = new Candidate(
                "superseded", NOON, old.calendar(), Origin.MADE, false, Optional.of("another counts"), "");

        Map<String, Need> needs = new HoldPlan(RetentionRules.keepLast(3), HOURLY, NOON).of(List.of(old, superseded));

        assertEquals(NOON.plus(Duration.ofHours(3)), end(need(needs, old)));
        assertEquals(NOON.plus(Duration.ofHours(1)), end(need(needs, superseded)));
    }

    private static Need need(Map<String, Need> needs, Candidate candidate) {
        return Optional.ofNullable(needs.get(candidate.id())).orElseThrow();
    }

    /** A sink over some hundred runs, as a simulation. */
    private static final class Simulated {
        private final RetentionRules rules;
        private final Pace pace;
        private final Random random;
        private final List<Candidate> stored = new ArrayList<>();
        private final Map<String, Instant> held = new HashMap<>();
        private Instant due = NOON;
        private boolean onTime = true;
        private boolean neverLate = true;

        Simulated(long seed) {
            random = new Random(seed);
            pace = List.of(HOURLY, DAILY, pace("@every 6h"), pace("@hourly", "@every 7h"), pace("0 3 * * 1,4"))
                    .get(random.nextInt(5));
            Map<Period, Integer> per = new EnumMap<>(Period.class);
            for (Period period : Period.values()) {
                if (random.nextInt(3) == 0) {
                    per.put(period, 1 + random.nextInt(5));
                }
            }
            rules = new RetentionRules(
                    random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(6)) : OptionalInt.empty(),
                    random.nextBoolean() ? Optional.of(Duration.ofHours(1 + random.nextInt(100))) : Optional.empty(),
                    per);
        }

        /** One run: stores, removes, extends. */
        void run(boolean missed) {
            due = pace.after(due);
            if (missed) {
                onTime = false;
                neverLate = false;
                return;
            }
            Instant now = due.plusSeconds(random.nextInt(120));
            HoldPlan plan = new HoldPlan(rules, pace, now);
            Candidate fresh = taken(now);
            stored.add(fresh);
            held.put(fresh.id(), plan.ofNew(fresh).until());
            RetentionPlan kept = Retention.plan(stored, rules, Optional.empty(), now);
            requireHeld(kept, now);
            requireLetGo(kept, now);
            Map<String, Need> needs = plan.of(stored);
            kept.kept().forEach(backup -> extend(backup, need(needs, backup)));
            stored.removeIf(
                    backup -> kept.removed().contains(backup) && !until(backup).isAfter(now));
            onTime = true;
        }

        private Instant until(Candidate backup) {
            return Optional.ofNullable(held.get(backup.id())).orElseThrow();
        }

        private void extend(Candidate backup, Need need) {
            if (until(backup).isBefore(need.least())) {
                assertTrue(need.until().isAfter(until(backup)), () -> "shortened: " + backup + " " + need);
                held.put(backup.id(), need.until());
            }
        }

        /** What the rules still keep was held all the time. */
        private void requireHeld(RetentionPlan kept, Instant now) {
            if (onTime) {
                kept.kept()
                        .forEach(backup -> assertTrue(
                                until(backup).isAfter(now),
                                () -> backup + " was held until " + until(backup) + ", and is needed at " + now + " by "
                                        + this));
            }
        }

        /** And what they keep no longer isn't held for much longer: two more runs, and a day. */
        private void requireLetGo(RetentionPlan kept, Instant now) {
            Instant end = pace.after(pace.after(now)).plus(Duration.ofDays(1));
            kept.removed()
                    .forEach(backup -> assertFalse(
                            onTime && neverLate && until(backup).isAfter(end),
                            () -> backup + " is held until " + until(backup) + ", and nobody needs it at " + now
                                    + " by " + this));
        }

        @Override
        public String toString() {
            return rules + " at " + pace;
        }
    }

    @Test
    void noHoldEndsBeforeTheRulesLetGoAndNoneMuchLater() {
        for (long seed = 0; seed < 30; seed++) {
            Simulated sink = new Simulated(seed);
            for (int run = 0; run < 80; run++) {
                sink.run(false);
            }
        }
    }

    @Test
    void whatIsMissedExtendsHoldsAndShortensNone() {
        for (long seed = 100; seed < 115; seed++) {
            Simulated sink = new Simulated(seed);
            Random random = new Random(seed);
            for (int run = 0; run < 80; run++) {
                sink.run(random.nextInt(6) == 0);
            }
        }
    }
}
