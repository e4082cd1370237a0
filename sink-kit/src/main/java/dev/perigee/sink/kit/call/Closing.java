package dev.perigee.sink.kit.call;

/** Closes what a library has opened, where nobody can do anything about a failure. */
public final class Closing {

    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private Closing() {}

    /**
     * Closes it. A failure goes to the log only, for those who look for it.
     *
     * @param what in words, for the log
     * @param it what to close
     */
    public static void quietly(String what, AutoCloseable it) {
        try {
            it.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, what + " did not close", e);
        }
    }
}
