package dev.perigee.daemon.http;

import dev.perigee.core.outcome.OperationException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that can be asked.
 *
 * @param method GET, POST or DELETE
 * @param path with {@code {name}} where a name goes
 * @param access who may
 * @param parameters those of the query
 * @param answerer answers
 */
record Route(String method, String path, Access access, Set<String> parameters, Answerer answerer) {

    /** Who may ask. */
    enum Access {
        /** Everybody: it says nothing. */
        ANYBODY,
        /** Who may read. */
        READER,
        /** Who may operate. */
        OPERATOR
    }

    /** Answers a question. */
    interface Answerer {
        Reply answer(Question question) throws Refused, OperationException, InterruptedException;
    }

    /** What a backup, a job or a cluster may be called. */
    private static final String NAME = "([A-Za-z0-9._=+-]{1,200})";

    /** The part of a path that this leaves open; empty if the path is another one. */
    Optional<String> match(String asked) {
        String[] around = path.split("\\{name}", -1);
        if (around.length == 1) {
            return asked.equals(path) ? Optional.of("") : Optional.empty();
        }
        Matcher matcher = Pattern.compile(Pattern.quote(around[0]) + NAME + Pattern.quote(around[1]))
                .matcher(asked);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
