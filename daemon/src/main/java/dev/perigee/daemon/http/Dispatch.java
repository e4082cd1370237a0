package dev.perigee.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import dev.perigee.core.outcome.OperationException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds who answers.
 *
 * @param routes all there are
 * @param door who may come in
 */
record Dispatch(List<Route> routes, Door door) {

    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    private static final int LONGEST_QUERY = 2048;

    /** Always an answer: a defect is one, too. */
    Reply answer(HttpExchange exchange) {
        try {
            return answered(exchange);
        } catch (Refused e) {
            return e.reply();
        } catch (OperationException e) {
            return HttpFailure.reply(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "the daemon ends", "");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a defect while a request was answered", e);
            return Reply.error(500, "a defect: " + e.getClass().getName(), "the daemon's log shows more");
        }
    }

    private Reply answered(HttpExchange exchange) throws Refused, OperationException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        List<Route> there = routes.stream()
                .filter(route -> path != null && route.match(path).isPresent())
                .toList();
        if (there.isEmpty()) {
            throw new Refused(404, "there is nothing here", "docs/http.md says what there is");
        }
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        Route route = there.stream()
                .filter(each -> each.method().equals(method))
                .findFirst()
                .orElseThrow(() -> notAllowed(there));
        door.admit(exchange, route);
        Optional<String> query = Optional.ofNullable(exchange.getRequestURI().getRawQuery());
        if (query.orElse("").length() > LONGEST_QUERY) {
            throw new Refused(414, "the query is too long", "");
        }
        Question question = Question.of(route.match(path).orElseThrow(), query, route.parameters());
        return route.answerer().answer(question);
    }

    private static Refused notAllowed(List<Route> there) {
        String allowed = there.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
        return new Refused(Reply.error(405, "this takes " + allowed, "").with("Allow", allowed));
    }
}
