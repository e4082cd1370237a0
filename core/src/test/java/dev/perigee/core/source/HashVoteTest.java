package dev.perigee.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Heard;
import dev.perigee.core.catalog.Comparison.Result;
import dev.perigee.core.catalog.Comparison.Verdict;
import dev.perigee.core.source.HashAnswer.Hashed;
import dev.perigee.core.source.HashAnswer.Silent;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashVoteTest {

    private static HashAnswer hashed(long id, String version, long hash, long compacted) {
        return new HashAnswer(id, "m" + id, version, new Hashed(hash, compacted));
    }

    private static HashAnswer silent(long id) {
        return new HashAnswer(id, "m" + id, "3.6.4", new Silent("it is a learner", false));
    }

    private static Comparison compare(int voters, Set<Long> outvoted, HashAnswer... answers) {
        return new HashVote(List.of(answers), voters)
                .of(
                        new HashVote.Own(
                                "3.6.4",
                                answer -> answer.compacted() == 5 ? OptionalLong.of(77) : OptionalLong.empty()),
                        outvoted);
    }

    private static List<Long> differing(Comparison comparison) {
        return comparison.with(Verdict.DIFFERS).stream().map(Heard::id).toList();
    }

    @Test
    void oneOfThreeThatDiffersIsOutvoted() {
        HashAnswer[] answers = {hashed(1, "3.6.4", 77, 5), hashed(2, "3.6.4", 99, 5), hashed(3, "3.6.4", 77, 5)};

        assertEquals(Set.of(2L), new HashVote(List.of(answers), 3).outvoted());
        Comparison comparison = compare(3, Set.of(), answers);
        assertEquals(Result.MEMBER_DIFFERS, comparison.result());
        assertEquals(List.of(2L), differing(comparison));
        assertEquals("2 of 3, not m2", comparison.brief());
    }

    @Test
    void twoThatAgreeAreNoQuorumOfFive() {
        HashAnswer[] answers = {hashed(1, "3.6.4", 77, 5), hashed(2, "3.6.4", 99, 5), hashed(3, "3.6.4", 77, 5)};

        assertEquals(Set.of(), new HashVote(List.of(answers), 5).outvoted());
        assertEquals(Result.SPLIT, compare(5, Set.of(), answers).result());
    }

    @Test
    void aSnapshotThatAQuorumContradictsIsTheOneThatDiffers() {
        Comparison comparison =
                compare(3, Set.of(), hashed(1, "3.6.4", 99, 5), hashed(2, "3.6.4", 99, 5), hashed(3, "3.6.4", 77, 5));

        assertEquals(Result.SNAPSHOT_DIFFERS, comparison.result());
    }

    @Test
    void aSnapshotThatItsOnlyMemberContradictsDiffers() {
        assertEquals(
                Result.SNAPSHOT_DIFFERS,
                compare(1, Set.of(), hashed(1, "3.6.4", 99, 5)).result());
    }

    @Test
    void releasesThatCountDifferentlyContradictNobodyButMayAgree() {
        HashAnswer older = hashed(2, "3.5.15", 99, 5);
        HashAnswer[] answers = {hashed(1, "3.6.4", 77, 5), older, hashed(3, "3.6.4", 77, 5)};

        assertEquals(Set.of(), new HashVote(List.of(answers), 3).outvoted());
        assertEquals(Result.AGREED, compare(3, Set.of(), answers).result());
        assertEquals("2 of 3", compare(3, Set.of(), answers).brief());
        assertEquals(
                "3 of 3",
                compare(3, Set.of(), answers[0], hashed(2, "3.5.15", 77, 5), answers[2])
                        .brief());
    }

    @Test
    void anotherCompactRevisionContradictsNobody() {
        HashAnswer[] answers = {hashed(1, "3.6.4", 77, 5), hashed(2, "3.6.4", 99, 4), hashed(3, "3.6.4", 77, 5)};

        assertEquals(Set.of(), new HashVote(List.of(answers), 3).outvoted());
        assertEquals(List.of(), differing(compare(3, Set.of(), answers)));
    }

    @Test
    void whoWasOutvotedBeforeDiffersAlsoWhenItIsSilentNow() {
        Comparison comparison = compare(3, Set.of(2L), hashed(1, "3.6.4", 77, 5), silent(2), hashed(3, "3.6.4", 77, 5));

        assertEquals(Result.MEMBER_DIFFERS, comparison.result());
        assertEquals(List.of(2L), differing(comparison));
    }

    @Test
    void silenceIsNoAgreement() {
        Comparison comparison = compare(1, Set.of(), silent(1));

        assertEquals(Result.NOT_COMPARED, comparison.result());
        assertEquals("not compared", comparison.brief());
    }

    @ParameterizedTest
    @CsvSource({
        "3.4.33,OLDER",
        "3.4.34,NEWER",
        "3.5.15,OLDER",
        "3.5.16,NEWER",
        "3.6.0-rc.1,NEWER",
        "3.7.1,NEWER",
        "4.0.0,NEWER",
        "3.3.27,OLDER",
        "next,UNKNOWN",
        "'',UNKNOWN"
    })
    void eachReleaseHasItsRules(String version, HashRules rules) {
        assertEquals(rules, HashRules.of(version));
    }
}
