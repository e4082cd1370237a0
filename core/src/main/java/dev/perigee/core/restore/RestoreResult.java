package dev.perigee.core.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a restore has done.
 *
 * @param plan what was planned, all of it executed
 * @param movedAside where the old data is now; nothing there was changed
 * @param nextSteps what the operator does now
 */
public record RestoreResult(RestorePlan plan, List<Path> movedAside, List<NextStep> nextSteps) {

    /** Copies the lists. */
    public RestoreResult {
        movedAside = List.copyOf(movedAside);
        nextSteps = List.copyOf(nextSteps);
    }

    static RestoreResult of(RestorePlan plan) {
        List<Path> aside = plan.members().stream()
                .flatMap(member -> member.placements().stream())
                .map(Placement::aside)
                .flatMap(Optional::stream)
                .toList();
        return new RestoreResult(plan, aside, NextSteps.of(plan));
    }
}
