package dev.perigee.sink.kit.call;

/**
 * Whether a call has come to where breaking it off would leave its outcome unknown: better to wait for the answer.
 *
 * <p>Safe for many threads.
 */
public final class CommitPoint {

    private volatile boolean made;

    /** A point that has yet to be made. */
    public CommitPoint() {}

    /** From now on the answer is waited for. */
    public void make() {
        made = true;
    }

    /** From now on the call may be broken off again. */
    public void withdraw() {
        made = false;
    }

    /**
     * Where the call stands.
     *
     * @return whether the answer is waited for
     */
    public boolean isMade() {
        return made;
    }
}
