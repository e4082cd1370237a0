package dev.perigee.daemon.http;

import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.engine.Engine;
import dev.perigee.daemon.watch.DaemonWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whom the answers come from.
 *
 * @param engine does what is asked for
 * @param watch knows how it stands
 * @param starter has the daemon run a job
 * @param reloader reads the configuration anew
 * @param sinceTick how long ago the daemon's scheduler gave a sign of life
 * @param settings what is wanted
 */
public record Answers(
        Engine engine,
        DaemonWatch watch,
        JobStarter starter,
        Reloader reloader,
        Supplier<Duration> sinceTick,
        HttpSettings settings) {

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new HealthAnswers(watch, sinceTick).routes());
        routes.addAll(new StatusAnswers(watch, settings.gravityMetrics(), InstantSource.system()).routes());
        routes.addAll(new GravityAnswers(watch, starter).routes());
        routes.addAll(new BackupAnswers(new Turns(engine)).routes());
        routes.addAll(new HistoryAnswers(new Turns(engine)).routes());
        routes.addAll(new PageAnswer(watch, InstantSource.system()).routes());
        routes.addAll(new ReloadAnswer(reloader).routes());
        routes.addAll(new OpenApiAnswer().routes());
        return routes;
    }
}
