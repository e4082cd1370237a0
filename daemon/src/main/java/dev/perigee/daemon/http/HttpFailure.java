package dev.perigee.daemon.http;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;

/** What the engine's failures are over HTTP. Pure. */
final class HttpFailure {

    private HttpFailure() {}

    static Reply reply(OperationException e) {
        return Reply.error(
                status(e.outcome()),
                asParameters(String.valueOf(e.getMessage())),
                asParameters(e.hint().orElse("")));
    }

    /** The engine's advice names the command line's options; here they are parameters. */
    static String asParameters(String advice) {
        return advice.replaceAll("--(cluster|sink|job)\\b", "$1=").replaceAll("--force\\b", "force=true");
    }

    /** A failure is never a 2xx: who looks at nothing but the number must not be lulled. */
    static int status(Outcome outcome) {
        return switch (outcome) {
            case OK -> 200;
            case PARTIAL -> 502;
            case OVERDUE, DAMAGED, FAILED, INPUT_OUTPUT, BAD_CONFIGURATION -> 500;
            case NOT_FOUND -> 404;
            case BAD_INPUT, BAD_REQUEST -> 400;
            case REFUSED -> 409;
            case DENIED, CONNECTION -> 502;
            case NO_SPACE -> 507;
            case INTERRUPTED -> 503;
        };
    }
}
