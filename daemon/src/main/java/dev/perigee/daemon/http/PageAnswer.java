package dev.perigee.daemon.http;

import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.page.StatusPage;
import dev.perigee.daemon.watch.DaemonWatch;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The page for people.
 *
 * @param watch knows how it stands
 * @param clock what time it is
 */
record PageAnswer(DaemonWatch watch, InstantSource clock) {

    /** Nothing is fetched, run, framed or sent: the page has its style in itself. */
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + StatusPage.STYLE_SHA256
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    List<Route> routes() {
        return List.of(new Route("GET", "/", Access.READER, Set.of("refresh"), this::page));
    }

    private Reply page(Question question) throws Refused {
        String html = StatusPage.of(watch.view(), clock.instant(), question.flag("refresh"));
        return new Reply(200, "text/html; charset=utf-8", html, Map.of("Content-Security-Policy", POLICY));
    }
}
