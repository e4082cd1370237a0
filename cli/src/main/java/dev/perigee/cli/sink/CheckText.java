package dev.perigee.cli.sink;

import dev.perigee.api.SinkException;
import dev.perigee.core.sinkcheck.Measurement;
import dev.perigee.core.sinkcheck.Permission;
import dev.perigee.core.sinkcheck.RuleFinding;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Sizes;
import dev.perigee.sink.contract.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts what a check of a sink finds into lines. Pure. */
final class CheckText {

    /** As wide as what stands before a rule's number. */
    static final String MARGIN = "           ";

    private CheckText() {}

    static List<String> of(RuleFinding finding) {
        String first = "%s %-3s %6d ms  %s"
                .formatted(
                        word(finding.outcome()),
                        finding.rule().id(),
                        finding.took().toMillis(),
                        finding.rule().text());
        return switch (finding.outcome()) {
            case Outcome.Passed() -> List.of(first);
            case Outcome.Failed failed -> List.of(first, MARGIN + failed.sentence());
            case Outcome.NotApplicable notApplicable -> List.of(first, MARGIN + notApplicable.why());
        };
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed() -> "ok    ";
            case Outcome.Failed failed -> "BROKEN";
            case Outcome.NotApplicable notApplicable -> "n/a   ";
        };
    }

    /** What stands in the way of several verbs is often one thing, which is said once, as is its cure. */
    static List<List<String>> of(List<Permission> permissions) {
        List<List<String>> all = new ArrayList<>();
        Map<String, String> said = new HashMap<>();
        Set<String> cures = new HashSet<>();
        for (Permission permission : permissions) {
            List<String> lines = new ArrayList<>();
            String first = "%-11s%s".formatted(word(permission), permission.verb());
            Optional<String> before = permission.refusal().flatMap(why -> same(why, permission.verb(), said));
            lines.add(first
                    + before.map(verb -> ", for the same reason as " + verb).orElse(""));
            permission
                    .refusal()
                    .filter(why -> before.isEmpty())
                    .ifPresent(why -> lines.add(MARGIN + FailureWords.of(why)));
            permission
                    .refusal()
                    .flatMap(SinkException::hint)
                    .filter(cures::add)
                    .ifPresent(hint -> lines.add(MARGIN + "cure: " + hint));
            all.add(lines);
        }
        return all;
    }

    /** The verb that failed for the same reason; what a sink says begins with verb, object and place. */
    private static Optional<String> same(SinkException why, String verb, Map<String, String> said) {
        String message = FailureWords.of(why);
        int reason = message.indexOf(": ");
        return Optional.ofNullable(said.putIfAbsent(reason < 0 ? message : message.substring(reason), verb));
    }

    /** What stood in a verb's way, in a word: a missing bucket is no question of rights. */
    static String word(Permission permission) {
        return permission.refusal().map(CheckText::word).orElse("ok");
    }

    private static String word(SinkException refusal) {
        return switch (refusal.kind()) {
            case HELD -> "held";
            case DENIED -> "DENIED";
            case NOT_FOUND -> "MISSING";
            case INVALID -> "REFUSED";
            case TOO_LARGE -> "TOO LARGE";
            case NO_SPACE -> "FULL";
            case BUSY -> "BUSY";
            case UNREACHABLE -> "NO ANSWER";
            case DAMAGED -> "DAMAGED";
            case CANCELLED -> "CANCELLED";
            case OTHER -> "FAILED";
        };
    }

    static String of(Measurement measurement) {
        return "put %s/s, get %s/s (%s each way), a small put takes %d ms, the store's clock is %s"
                .formatted(
                        rate(measurement.bytes(), measurement.putTook()),
                        rate(measurement.bytes(), measurement.getTook()),
                        Sizes.human(measurement.bytes()),
                        measurement.latency().toMillis(),
                        skew(measurement.clockSkew()));
    }

    /** Whether the lines tell of something wrong: their first word is in capitals then. */
    static boolean isTrouble(List<String> lines) {
        return lines.getFirst().matches("[A-Z]{2}.*");
    }

    private static String rate(long bytes, Duration took) {
        return Sizes.human(bytes * 1_000_000_000L / Math.max(1, took.toNanos()));
    }

    private static String skew(Duration skew) {
        long seconds = Math.abs(skew.toSeconds());
        if (seconds < 2) {
            return "right";
        }
        return seconds + "s " + (skew.isNegative() ? "behind ours" : "ahead of ours");
    }
}
