package dev.perigee.daemon.http;

import dev.perigee.daemon.http.Route.Access;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A changed configuration is taken whole, or not at all.
 *
 * @param reloader reads it
 */
record ReloadAnswer(Reloader reloader) {

    List<Route> routes() {
        return List.of(new Route("POST", "/api/v1/reload", Access.OPERATOR, Set.of(), question -> {
            reloader.reload();
            return Reply.json(200, Map.of("status", "reloaded"));
        }));
    }
}
