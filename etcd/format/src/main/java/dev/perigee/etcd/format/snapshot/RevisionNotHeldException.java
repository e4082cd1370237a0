package dev.perigee.etcd.format.snapshot;

import java.io.IOException;

/** HashKV was asked for at a revision that the snapshot doesn't hold. */
public final class RevisionNotHeldException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why the revision isn't there. */
    public enum Reason {
        /** It was compacted away. */
        COMPACTED,
        /** It is newer than the snapshot. */
        FUTURE
    }

    private final Reason reason;

    /**
     * A refusal.
     *
     * @param reason why
     * @param asked the revision asked for
     * @param limit the oldest or newest revision that there is
     */
    public RevisionNotHeldException(Reason reason, long asked, long limit) {
        super(
                switch (reason) {
                    case COMPACTED ->
                        "revision " + asked + " has been compacted: the oldest this snapshot holds is " + limit;
                    case FUTURE ->
                        "revision " + asked + " is in the future: the newest this snapshot holds is " + limit;
                });
        this.reason = reason;
    }

    /**
     * Why the revision isn't there.
     *
     * @return never null
     */
    public Reason reason() {
        return reason;
    }
}
