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
        return (Approval<P>) Beforehand.GRANTED;
    }

    /**
     * Leaves it at the plan: a dry run. Where this is given, the plan may be shown of what something is in the way of.
     *
     * @return the approval that never is one, always the same
     * @param <P> the plan
     */
    @SuppressWarnings("unchecked") // it looks at no plan
    static <P> Approval<P> withheld() {
        return (Approval<P>) Beforehand.WITHHELD;
    }

    /** The approvals that need no plan. */
    enum Beforehand implements Approval<Object> {
        /** Of whatever it is. */
        GRANTED,

        /** Of nothing. */
        WITHHELD;

        @Override
        public boolean approve(Object plan) {
            return this == GRANTED;
        }
    }
}
