package dev.perigee.daemon;

import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.HistoryStandingRequest;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.daemon.http.Answers;
import dev.perigee.daemon.http.HttpFront;
import dev.perigee.daemon.http.JobStarter;
import dev.perigee.daemon.http.Reloader;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.LastRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What HTTP needs of the daemon.
 *
 * @param engine does what is asked for
 * @param settings where to listen, and whom to answer
 * @param watch knows how it stands
 */
record HttpRoom(Engine engine, HttpSettings settings, DaemonWatch watch) {

    HttpRoom(
            Engine engine,
            HttpSettings settings,
            Path state,
            InstantSource clock,
            Supplier<Optional<FleetState>> fleet) {
        this(engine, settings, new DaemonWatch(look(engine), clock, new LastRuns(state.resolve("jobs")), fleet));
    }

    private static DaemonWatch.Look look(Engine engine) {
        return new DaemonWatch.Look() {

            @Override
            public Status look() throws OperationException {
                return engine.run(new StatusRequest());
            }

            @Override
            public Map<String, HistoryStatus> histories() throws OperationException {
                return engine.run(new HistoryStandingRequest(Optional.empty())).jobs();
            }
        };
    }

    HttpFront open(JobStarter starter, Reloader reloader, Supplier<Duration> sinceTick) throws OperationException {
        return HttpFront.open(settings, new Answers(engine, watch, starter, reloader, sinceTick, settings));
    }
}
