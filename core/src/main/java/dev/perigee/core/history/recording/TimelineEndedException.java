package dev.perigee.core.history.recording;

import dev.perigee.core.history.standing.TimelineEnd;

/** What comes from etcd is no longer the history that was being recorded. */
final class TimelineEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final TimelineEnd end;

    TimelineEndedException(TimelineEnd end, String why) {
        super(why);
        this.end = end;
    }

    TimelineEnd end() {
        return end;
    }
}
