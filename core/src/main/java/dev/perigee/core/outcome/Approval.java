package dev.perigee.core.outcome;

/**
 * Says whether to go on with what would delete, overwrite or move something aside.
 *
 * @param <P> the plan that is shown
 */
@FunctionalInterface
public interface Approval<P> {

    /**
     * Looks at a plan.
     *
     * @param plan what would be done
     * @return false to leave it at the plan; nothing was changed then, and nothing is amiss
     * @throws OperationException to end it with that failure; nothing was changed then
     */
    boolean approve(P plan) throws OperationException;

    /**
     * Approves of whatever it is. Where this is given, nothing waits for the plan.
     *
     * @return always the same
     * @param <P> the plan
     */
    @SuppressWarnings("unchecked") // it looks at no plan
    static <P> Approval<P> granted() {
        return (Approval<P>) Granted.ALWAYS;
    }

    /**
     * Leaves it at the plan: a dry run.
     *
     * @return the approval that never is one
     * @param <P> the plan
     */
    static <P> Approval<P> withheld() {
        return plan -> false;
    }

    /** The approval that needs no plan. */
    enum Granted implements Approval<Object> {
        /** The only one. */
        ALWAYS;

        @Override
        public boolean approve(Object plan) {
            return true;
        }
    }
}
