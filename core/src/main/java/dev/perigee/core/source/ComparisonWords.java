package dev.perigee.core.source;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Heard;
import dev.perigee.core.catalog.Comparison.Verdict;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of a comparison that isn't unanimous. Pure. */
public final class ComparisonWords {

    private ComparisonWords() {}

    /** Why the snapshot's data may be wrong; empty if nothing speaks against it. */
    static Optional<String> doubt(Comparison comparison) {
        return switch (comparison.result()) {
            case AGREED, MEMBER_DIFFERS, NOT_COMPARED -> Optional.empty();
            case SNAPSHOT_DIFFERS ->
                Optional.of("the snapshot's HashKV is not that of a quorum of the members, " + names(comparison)
                        + ": the snapshot's data may be wrong");
            case SPLIT ->
                Optional.of("the members hold different data and no quorum agrees; other data than the snapshot's have "
                        + names(comparison) + ": nobody can tell which is right until more members answer");
        };
    }

    /**
     * What is wrong with a member while the snapshot is right.
     *
     * @param comparison what the members hold
     * @return a sentence; empty if none holds other data
     */
    public static Optional<String> warning(Comparison comparison) {
        return comparison.result() == Comparison.Result.MEMBER_DIFFERS
                ? Optional.of("member " + names(comparison)
                        + " holds other data than the quorum, by its HashKV: it isn't asked"
                        + " for snapshots; see 'A member that differs' in docs/operations.md")
                : Optional.empty();
    }

    private static String names(Comparison comparison) {
        return comparison.with(Verdict.DIFFERS).stream().map(Heard::name).collect(Collectors.joining(", "));
    }
}
