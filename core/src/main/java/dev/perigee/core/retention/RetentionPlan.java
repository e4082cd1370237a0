package dev.perigee.core.retention;

import java.util.List;

/**
 * What retention makes of the backups of one cluster in one sink, and why. Data: nothing is removed by making a plan.
 *
 * @param decisions one for each candidate, newest first
 */
public record RetentionPlan(List<Decision> decisions) {

    /** Copies the decisions. */
    public RetentionPlan {
        decisions = List.copyOf(decisions);
    }

    /**
     * What becomes of one backup.
     *
     * @param candidate the backup
     * @param kept whether it stays
     * @param reasons why, in words for a person; at least one
     */
    public record Decision(Candidate candidate, boolean kept, List<String> reasons) {

        /** Copies the reasons. */
        public Decision {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * What stays.
     *
     * @return newest first
     */
    public List<Candidate> kept() {
        return decisions.stream()
                .filter(Decision::kept)
                .map(Decision::candidate)
                .toList();
    }

    /**
     * What goes. Removed in this order, an interrupted prune leaves the newest ones standing.
     *
     * @return oldest first
     */
    public List<Candidate> removed() {
        return decisions.reversed().stream()
                .filter(decision -> !decision.kept())
                .map(Decision::candidate)
                .toList();
    }
}
