package dev.perigee.daemon.http;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine's failures are over HTTP. Pure. */
final class HttpFailure {

    /** A command in quotes, or an option. */
    private static final Pattern WORDS = Pattern.compile("'(?:perigee|etcd) [^']*'|(?<![\\w-])--([a-z][a-z-]*)");

    private HttpFailure() {}

    static Reply reply(OperationException e) {
        return Reply.error(
                status(e.outcome()),
                asParameters(FailureWords.of(e)),
                asParameters(e.hint().orElse("")));
    }

    /**
     * The engine's advice names the command line's options; here they are parameters, as far as there are any. Whole commands stay
     * as they are.
     */
    static String asParameters(String advice) {
        return WORDS.matcher(advice)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) == null ? found.group() : asParameter(found.group(1))));
    }

    private static String asParameter(String option) {
        return switch (option) {
            case "cluster", "sink", "job" -> option + "=";
            case "force" -> "force=true";
            case "yes" -> "approve=true";
            case "deep", "quick" -> "depth=" + option;
            case "all-sinks" -> "all=true";
            case "debug" -> "the daemon's log";
            default -> "the command line's --" + option;
        };
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
