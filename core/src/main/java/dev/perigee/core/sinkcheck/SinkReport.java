package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * What a check of a sink has shown.
 *
 * @param permissions a finding for each verb that was tried
 * @param rules a finding for each rule that was tried; none if a verb they all need doesn't work
 * @param measurement how fast it is; empty if it could not be measured
 * @param left scratch objects that could not be removed
 */
public record SinkReport(
        List<Permission> permissions,
        List<RuleFinding> rules,
        Optional<Measurement> measurement,
        List<ObjectKey> left) {

    /** Copies the lists. */
    public SinkReport {
        permissions = List.copyOf(permissions);
        rules = List.copyOf(rules);
        left = List.copyOf(left);
    }

    /**
     * Whether a verb that worked at first has stopped to, so that no more rules were tried.
     *
     * @return false also if none was tried
     */
    public boolean stopped() {
        return !rules.isEmpty() && !permissions.stream().allMatch(Permission::works);
    }

    /**
     * Whether all is well.
     *
     * @return true if every verb tried worked and no rule is broken
     */
    public boolean sound() {
        return permissions.stream().allMatch(Permission::works)
                && rules.stream().noneMatch(RuleFinding::broken);
    }
}
