package dev.perigee.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a restore has done.
 *
 * @param plan what was planned, all of it executed
 * @param movedAside where the old data is now; nothing there was changed
 * @param nextSteps what the operator does now
 * @param leftovers what it worked with and could not remove, a sentence each; usually none
 */
public record RestoreResult(RestorePlan plan, List<Path> movedAside, List<NextStep> nextSteps, List<String> leftovers) {

    /** Copies the lists. */
    public RestoreResult {
        movedAside = List.copyOf(movedAside);
        nextSteps = List.copyOf(nextSteps);
        leftovers = List.copyOf(leftovers);
    }

    static RestoreResult of(RestorePlan plan, List<IOException> leftovers) {
        List<Path> aside = plan.members().stream()
                .flatMap(member -> member.placements().stream())
                .map(Placement::aside)
                .flatMap(Optional::stream)
                .toList();
        return new RestoreResult(plan, aside, NextSteps.of(plan), sentences(leftovers));
    }

    private static List<String> sentences(List<IOException> leftovers) {
        return leftovers.stream()
                .map(left -> "the restore is complete, but what it worked with can't be removed: " + left
                        + "; remove it by hand")
                .toList();
    }
}
