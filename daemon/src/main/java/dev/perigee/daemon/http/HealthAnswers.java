package dev.perigee.daemon.http;

import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.watch.DaemonWatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether the daemon lives, and does its work. Says nothing else, so that everybody may ask.
 *
 * @param watch knows whether it was started
 * @param sinceTick how long ago its scheduler gave a sign of life
 */
record HealthAnswers(DaemonWatch watch, Supplier<Duration> sinceTick) {

    /** The scheduler looks at the clock twice a minute at least. */
    private static final Duration STUCK = Duration.ofMinutes(3);

    List<Route> routes() {
        return List.of(
                new Route("GET", "/healthz", Access.ANYBODY, Set.of(), question -> health()),
                new Route("GET", "/readyz", Access.ANYBODY, Set.of(), question -> readiness()));
    }

    private Reply health() {
        return sinceTick.get().compareTo(STUCK) < 0 ? Reply.text(200, "ok") : Reply.text(503, "the scheduler is stuck");
    }

    private Reply readiness() {
        return watch.view().ready() ? Reply.text(200, "ok") : Reply.text(503, "the daemon is starting or ending");
    }
}
