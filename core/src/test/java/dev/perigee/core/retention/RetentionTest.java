package dev.perigee.core.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Origin;
import dev.perigee.core.retention.RetentionPlan.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Optional<String> NOTHING_MADE = Optional.empty();

    @Test
    void keepLastKeepsTheNewestWhateverOrderTheyComeIn() {
        List<Candidate> candidates = new ArrayList<>(daysAgo(0, 1, 2, 3, 4));
        Collections.shuffle(candidates, new Random(7));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(2), NOTHING_MADE, NOW);

        assertEquals("0 1", ids(plan.kept()));
        assertEquals("4 3 2", ids(plan.removed()), "oldest first");
    }

    @Test
    void ofTwoBackupsOfOneSecondEveryJobSeesTheSameOneAsTheNewer() {
        List<Candidate> candidates = List.of(proven("b", 0), proven("a", 0), proven("c", 1));

        RetentionPlan ofOneJob = Retention.plan(candidates, RetentionRules.keepLast(2), Optional.of("a"), NOW);
        RetentionPlan ofAnother = Retention.plan(candidates, RetentionRules.keepLast(2), Optional.of("b"), NOW);

        assertEquals("b a", ids(ofOneJob.kept()));
        assertEquals("b a", ids(ofAnother.kept()));
    }

    @Test
    void oneThatIsSupersededKeepsNoPlaceOfARule() {
        Candidate late = new Candidate(
                "a",
                NOW.minus(Duration.ofDays(1)),
                java.time.LocalDateTime.parse("2026-11-22T12:00:00"),
                Origin.PROVEN,
                false,
                Optional.of("superseded: by b"),
                "");
        List<Candidate> candidates = List.of(proven("c", 0), late, proven("b", 1), proven("d", 2));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(3), NOTHING_MADE, NOW);

        assertEquals("c b d", ids(plan.kept()));
        assertEquals("a", ids(plan.removed()));
        assertTrue(plan.decisions().toString().contains("no rule keeps it, superseded: by b"));
        assertEquals(
                4,
                Retention.plan(candidates, RetentionRules.KEEP_ALL, NOTHING_MADE, NOW)
                        .kept()
                        .size());
    }

    @Test
    void theOneJustMadeStaysBesideTheOneOfTheSameSecondThatIsTheNewer() {
        List<Candidate> candidates = List.of(proven("b", 0), proven("a", 0));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), Optional.of("a"), NOW);

        assertEquals("b a", ids(plan.kept()));
        assertEquals("a [just made]", reason(plan, 1));
    }

    @Test
    void noNumberOfUnknownBackupsPushesOutTheNewestThatWasMadeOrProvenHere() {
        List<Candidate> candidates = List.of(
                unproven("u1", 0),
                unproven("u2", 1),
                candidate("proven", 2, Origin.PROVEN),
                candidate("made", 3, Origin.MADE),
                candidate("older", 4, Origin.MADE));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("u1 proven made", ids(plan.kept()));
        assertEquals("made [newest backup made here]", reason(plan, 3));
        assertEquals("u2 [no rule keeps it, unknown: neither made nor proven by this installation]", reason(plan, 1));
    }

    @Test
    void afterARestoreTheLastBackupOfEachTimelineThatWasLeftStays() {
        List<Candidate> candidates = List.of(
                in("20261123", "c2", 0),
                in("20261123", "c1", 1),
                in("20261121", "b", 2),
                in("", "a2", 3),
                in("", "a1", 4));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("c2 b a2", ids(plan.kept()));
        assertEquals("b [the last of a timeline that a restore has left]", reason(plan, 2));
    }

    @Test
    void whoStillWritesToATimelineThatWasLeftPushesOutNothingOfTheOneThatGoesOn() {
        List<Candidate> candidates = List.of(
                in("", "stray2", 0),
                in("", "stray1", 1),
                in("20261120", "b2", 2),
                in("20261120", "b1", 3),
                in("", "a", 4));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(2), NOTHING_MADE, NOW);

        assertEquals("stray2 stray1 b2 b1", ids(plan.kept()));
    }

    @Test
    void ofMoreThanFiveTimelinesThatWereLeftTheOldestAgeAsTheRulesSay() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            candidates.add(in("2026112" + i, "" + i, 8 - i));
        }

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("7 6 5 4 3 2", ids(plan.kept()));
    }

    private static Candidate in(String timeline, String id, int daysAgo) {
        Instant time = NOW.minus(Duration.ofDays(daysAgo));
        return new Candidate(
                id,
                time,
                LocalDateTime.ofInstant(time, ZoneOffset.UTC),
                Origin.MADE,
                false,
                Optional.empty(),
                timeline);
    }

    @Test
    void withoutARuleAllStay() {
        RetentionPlan plan = Retention.plan(daysAgo(0, 400), RetentionRules.KEEP_ALL, NOTHING_MADE, NOW);

        assertEquals("", ids(plan.removed()));
        assertEquals("0 [newest proven backup, no rule removes anything]", reason(plan, 0));
    }

    @Test
    void nothingToDecideIsAnEmptyPlan() {
        assertEquals(
                List.of(),
                Retention.plan(List.of(), RetentionRules.keepLast(1), NOTHING_MADE, NOW)
                        .decisions());
    }

    @Test
    void theNewestProvenBackupStaysThoughNewerUnprovenOnesFillTheRule() {
        List<Candidate> candidates = List.of(unproven("a", 0), unproven("b", 1), proven("c", 2), proven("d", 3));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("a c", ids(plan.kept()));
        assertEquals("c [newest proven backup]", reason(plan, 2));
        assertEquals("d [no rule keeps it]", reason(plan, 3));
    }

    @Test
    void theOneJustMadeStaysThoughOthersAreNewer() {
        RetentionPlan plan = Retention.plan(daysAgo(0, 1, 2), RetentionRules.keepLast(1), Optional.of("2"), NOW);

        assertEquals("0 2", ids(plan.kept()));
        assertEquals("2 [just made]", reason(plan, 2));
    }

    @Test
    void aClockBeforeTheNewestBackupRemovesNothing() {
        List<Candidate> candidates = List.of(proven("future", -1), proven("b", 1), proven("c", 2));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("", ids(plan.removed()));
        assertEquals("c [the clock is before the newest backup]", reason(plan, 2));
    }

    @Test
    void aBackupOfThisVeryInstantIsNotTheFuture() {
        List<Candidate> candidates = List.of(new Candidate("now", NOW, Origin.MADE), proven("b", 1));

        assertEquals(
                "b",
                ids(Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW)
                        .removed()));
    }

    @Test
    void twoOfOneSecondAreToldApartByTheirIds() {
        List<Candidate> candidates = List.of(proven("x-1", 1), proven("x-2", 1));

        RetentionPlan plan = Retention.plan(candidates, RetentionRules.keepLast(1), NOTHING_MADE, NOW);

        assertEquals("x-2", ids(plan.kept()));
    }

    @Test
    void keepDailyCountsDaysThatHaveABackupAndKeepsTheNewestOfEach() {
        List<Candidate> candidates = List.of(
                at("a", "2026-11-23T11:00:00Z"),
                at("b", "2026-11-23T01:00:00Z"),
                at("c", "2026-11-20T23:59:59Z"),
                at("d", "2026-11-20T00:00:00Z"),
                at("e", "2026-11-19T23:59:59Z"),
                at("f", "2026-11-18T12:00:00Z"));

        RetentionPlan plan = Retention.plan(candidates, per(Period.DAILY, 3), NOTHING_MADE, NOW);

        assertEquals("a c e", ids(plan.kept()));
        assertEquals("c [keep-daily = 3]", reason(plan, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "HOURLY,  2026-11-23T10:00:00Z, 2026-11-23T10:59:59Z, 2026-11-23T11:00:00Z",
        "DAILY,   2026-11-22T00:00:00Z, 2026-11-22T23:59:59Z, 2026-11-23T00:00:00Z",
        "WEEKLY,  2026-11-16T00:00:00Z, 2026-11-22T23:59:59Z, 2026-11-23T00:00:00Z",
        "WEEKLY,  2020-12-28T00:00:00Z, 2021-01-03T23:59:59Z, 2021-01-04T00:00:00Z",
        "MONTHLY, 2026-10-01T00:00:00Z, 2026-10-31T23:59:59Z, 2026-11-01T00:00:00Z",
        "YEARLY,  2025-01-01T00:00:00Z, 2025-12-31T23:59:59Z, 2026-01-01T00:00:00Z"
    })
    void aStretchGoesFromItsFirstSecondToItsLast(Period period, String first, String last, String next) {
        List<Candidate> candidates = List.of(at("first", first), at("last", last), at("next", next));

        RetentionPlan plan = Retention.plan(candidates, per(period, 9), NOTHING_MADE, NOW);

        assertEquals("next last", ids(plan.kept()));
        assertEquals("first", ids(plan.removed()));
    }

    @Test
    void keepWithinCountsFromTheNewestBackupNotFromNow() {
        RetentionRules rules = new RetentionRules(OptionalInt.empty(), Optional.of(Duration.ofDays(3)), Map.of());

        RetentionPlan plan = Retention.plan(daysAgo(30, 31, 33, 34), rules, NOTHING_MADE, NOW);

        assertEquals("30 31 33", ids(plan.kept()));
        assertEquals("33 [keep-within = 3d]", reason(plan, 2));
    }

    @Test
    void rulesAddUpAndEachIsNamed() {
        RetentionRules rules = new RetentionRules(
                OptionalInt.of(1), Optional.of(Duration.ofHours(36)), Map.of(Period.MONTHLY, 2, Period.YEARLY, 2));

        RetentionPlan plan = Retention.plan(daysAgo(0, 1, 2, 30, 40, 400), rules, NOTHING_MADE, NOW);

        assertEquals("0 1 30 400", ids(plan.kept()));
        assertEquals(
                "0 [newest proven backup, keep-last = 1, keep-within = 36h, keep-monthly = 2, keep-yearly = 2]",
                reason(plan, 0));
        assertEquals("30 [keep-monthly = 2]", reason(plan, 3));
        assertEquals("400 [keep-yearly = 2]", reason(plan, 5));
    }

    @Test
    void someProvenBackupIsAlwaysLeftAndEachBackupIsDecidedOnce() {
        Random random = new Random(20261123);
        for (int round = 0; round < 500; round++) {
            List<Candidate> candidates = IntStream.range(0, random.nextInt(1, 30))
                    .mapToObj(i -> new Candidate(
                            "id" + i,
                            NOW.minusSeconds(random.nextInt(9_000_000)),
                            random.nextInt(4) == 0 ? Origin.PROVEN : Origin.UNKNOWN))
                    .toList();
            RetentionRules rules = new RetentionRules(
                    OptionalInt.of(random.nextInt(1, 4)),
                    Optional.empty(),
                    Map.of(Period.values()[random.nextInt(5)], random.nextInt(1, 4)));

            RetentionPlan plan = Retention.plan(candidates, rules, NOTHING_MADE, NOW);

            assertEquals(candidates.size(), plan.kept().size() + plan.removed().size());
            assertEquals(
                    candidates.stream().anyMatch(candidate -> candidate.origin() != Origin.UNKNOWN),
                    plan.kept().stream().anyMatch(candidate -> candidate.origin() != Origin.UNKNOWN));
            assertTrue(plan.decisions().stream()
                    .noneMatch(decision -> decision.reasons().isEmpty()));
        }
    }

    @Test
    void aRuleThatKeepsNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> RetentionRules.keepLast(0));
        assertThrows(IllegalArgumentException.class, () -> per(Period.DAILY, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RetentionRules(OptionalInt.empty(), Optional.of(Duration.ZERO), Map.of()));
    }

    private static RetentionRules per(Period period, int count) {
        return new RetentionRules(OptionalInt.empty(), Optional.empty(), Map.of(period, count));
    }

    private static List<Candidate> daysAgo(int... days) {
        return Arrays.stream(days)
                .mapToObj(day -> proven(String.valueOf(day), day))
                .toList();
    }

    private static Candidate proven(String id, int daysAgo) {
        return candidate(id, daysAgo, Origin.MADE);
    }

    private static Candidate unproven(String id, int daysAgo) {
        return candidate(id, daysAgo, Origin.UNKNOWN);
    }

    private static Candidate candidate(String id, int daysAgo, Origin origin) {
        return new Candidate(id, NOW.minus(Duration.ofDays(daysAgo)), origin);
    }

    private static Candidate at(String id, String time) {
        return new Candidate(id, Instant.parse(time), Origin.MADE);
    }

    private static String ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).collect(Collectors.joining(" "));
    }

    private static String reason(RetentionPlan plan, int index) {
        Decision decision = plan.decisions().get(index);
        return decision.candidate().id() + " " + decision.reasons();
    }
}
