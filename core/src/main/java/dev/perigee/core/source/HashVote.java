package dev.perigee.core.source;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Heard;
import dev.perigee.core.catalog.Comparison.Result;
import dev.perigee.core.catalog.Comparison.Verdict;
import dev.perigee.core.source.HashAnswer.Hashed;
import dev.perigee.core.source.HashAnswer.Silent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what the members' hashes mean. Pure. Equal hashes are equal data; different ones mean different data only at the
 * same compact revision and among releases that count after the same rules. A quorum of those that may vote is right.
 *
 * @param answers of all endpoints, at one revision
 * @param voters how many voting members the cluster has
 */
record HashVote(List<HashAnswer> answers, int voters) {

    /** The snapshot's own side. */
    record Own(String version, Function<Hashed, OptionalLong> hashes) {}

    /** The members whose data differs from that of a quorum. */
    Set<Long> outvoted() {
        Optional<Hashed> right = quorum(hashed(answers));
        if (right.isEmpty()) {
            return Set.of();
        }
        Set<HashRules> rules = answers.stream()
                .filter(answer -> answer.said().equals(right.get()))
                .map(answer -> HashRules.of(answer.version()))
                .collect(Collectors.toSet());
        return answers.stream()
                .filter(answer -> contradicts(answer, right.get()) && rules.contains(HashRules.of(answer.version())))
                .map(HashAnswer::memberId)
                .collect(Collectors.toSet());
    }

    private static boolean contradicts(HashAnswer answer, Hashed right) {
        return answer.said() instanceof Hashed other
                && other.compacted() == right.compacted()
                && other.hash() != right.hash();
    }

    private static List<Hashed> hashed(List<HashAnswer> answers) {
        return answers.stream()
                .flatMap(answer -> answer.said() instanceof Hashed hashed ? Stream.of(hashed) : Stream.empty())
                .toList();
    }

    private Optional<Hashed> quorum(List<Hashed> hashes) {
        return hashes.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(group -> isQuorum(group.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean isQuorum(long count) {
        return 2 * count > voters;
    }

    /** What the answers say of a snapshot; who was outvoted before is taken to differ still. */
    Comparison of(Own own, Set<Long> outvoted) {
        List<Heard> heard = answers.stream()
                .map(answer -> outvoted.contains(answer.memberId()) ? differing(answer) : heard(answer, own))
                .toList();
        return new Comparison(result(heard, outvoted), voters, heard);
    }

    private Result result(List<Heard> heard, Set<Long> outvoted) {
        long agreeing =
                heard.stream().filter(each -> each.verdict() == Verdict.AGREES).count();
        Set<Long> others = heard.stream()
                .filter(each -> each.verdict() == Verdict.DIFFERS)
                .map(Heard::id)
                .collect(Collectors.toCollection(HashSet::new));
        if (others.isEmpty()) {
            return agreeing > 0 ? Result.AGREED : Result.NOT_COMPARED;
        }
        if (isQuorum(agreeing) || outvoted.containsAll(others)) {
            return Result.MEMBER_DIFFERS;
        }
        List<HashAnswer> against = answers.stream()
                .filter(answer -> others.contains(answer.memberId()) && !outvoted.contains(answer.memberId()))
                .toList();
        return quorum(hashed(against)).isPresent() ? Result.SNAPSHOT_DIFFERS : Result.SPLIT;
    }

    private static Heard heard(HashAnswer answer, Own own) {
        return switch (answer.said()) {
            case Silent(String reason, var _) -> heard(answer, Verdict.NOT_COMPARED, reason);
            case Hashed hashed -> heard(answer, hashed, own);
        };
    }

    private static Heard heard(HashAnswer answer, Hashed hashed, Own own) {
        OptionalLong expected = own.hashes().apply(hashed);
        if (expected.isEmpty()) {
            return heard(
                    answer,
                    Verdict.NOT_COMPARED,
                    hashed.compacted() < 0
                            ? "its hash is from before it was compacted"
                            : "its hash is of a store compacted at " + hashed.compacted()
                                    + ", which the snapshot isn't");
        }
        if (expected.getAsLong() == hashed.hash()) {
            return heard(answer, Verdict.AGREES, "");
        }
        return HashRules.of(answer.version()) == HashRules.of(own.version())
                ? differing(answer)
                : heard(
                        answer,
                        Verdict.NOT_COMPARED,
                        "etcd " + answer.version() + " and " + own.version()
                                + " count tombstones at the compact revision differently");
    }

    private static Heard differing(HashAnswer answer) {
        return heard(answer, Verdict.DIFFERS, "its HashKV is another at the same revision and compact revision");
    }

    private static Heard heard(HashAnswer answer, Verdict verdict, String reason) {
        return new Heard(answer.memberId(), answer.name(), answer.version(), verdict, reason);
    }
}
