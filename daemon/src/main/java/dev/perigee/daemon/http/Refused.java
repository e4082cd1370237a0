package dev.perigee.daemon.http;

/** A request that is answered with its fault. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Refused(Reply reply) {
        super(reply.body(), null, false, false);
        this.reply = reply;
    }

    Refused(int status, String error, String hint) {
        this(Reply.error(status, error, hint));
    }

    Reply reply() {
        return reply;
    }
}
