package dev.perigee.daemon.hook;

/** Somebody wasn't told. Says why without a URL, which is as good as a password with many receivers. */
final class UndeliveredException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    /**
     * Wasn't told.
     *
     * @param why in words
     * @param mayPass whether another attempt may help
     */
    UndeliveredException(String why, boolean mayPass) {
        super(why);
        this.mayPass = mayPass;
    }

    boolean mayPass() {
        return mayPass;
    }
}
