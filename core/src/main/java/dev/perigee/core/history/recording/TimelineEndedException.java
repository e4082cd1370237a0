package dev.perigee.core.history.recording;

/** What comes from etcd is no longer the history that was being recorded. */
final class TimelineEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    TimelineEndedException(String why) {
        super(why);
    }
}
