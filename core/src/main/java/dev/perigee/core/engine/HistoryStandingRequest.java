package dev.perigee.core.engine;

import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.state.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says how the recording of histories stands, as far as this machine knows. Asks nobody.
 *
 * @param scope whose; empty for all jobs
 */
public record HistoryStandingRequest(Optional<Scope> scope) implements Request<HistoryStandingRequest.Standings> {

    /**
     * How the histories stand.
     *
     * @param jobs by the name of the job that records it; none where nobody does
     */
    public record Standings(Map<String, HistoryStatus> jobs) implements Result {

        /** Copies the map. */
        public Standings {
            jobs = new LinkedHashMap<>(jobs);
        }

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Standings in(Run run) throws OperationException {
        Environment environment = run.readingEnvironment();
        Optional<String> cluster = scope.isPresent()
                ? Optional.of(run.cluster(scope.get().cluster()).name())
                : Optional.empty();
        HistoryLook look = new HistoryLook(
                environment.state(),
                run.config().instance(),
                new FirstSeen(environment.state().path().resolve("jobs")),
                environment.seals(),
                run.timing().clock().instant());
        Map<String, HistoryStatus> jobs = new LinkedHashMap<>();
        run.config().jobs().stream()
                .filter(job ->
                        cluster.map(name -> job.cluster().name().equals(name)).orElse(true))
                .forEach(job -> look.of(job, Optional.empty()).ifPresent(seen -> jobs.put(job.name(), seen)));
        return new Standings(jobs);
    }
}
