package dev.perigee.core.history.recording;

/** What was being recorded goes on, from where the spool says now. */
final class BeginsAnewException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean justBegun;

    /**
     * A new start.
     *
     * @param justBegun whether its backup was only just taken, so that nothing can have been recorded yet
     */
    BeginsAnewException(boolean justBegun) {
        this.justBegun = justBegun;
    }

    boolean justBegun() {
        return justBegun;
    }
}
