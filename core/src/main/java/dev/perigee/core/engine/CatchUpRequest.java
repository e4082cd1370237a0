package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.CatchUp;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.state.Environment;
import java.util.List;
import java.util.Optional;

/**
 * Brings the sinks of a job what earlier runs still owe them. Asks etcd for nothing.
 *
 * @param job the job's name
 * @param fence asked before anything is published
 */
public record CatchUpRequest(String job, Fence fence) implements Request<CatchUpRequest.Paid> {

    /**
     * What was brought there.
     *
     * @param sinks a result per sink to which something was owed
     */
    public record Paid(List<SinkResult> sinks) implements Result {

        /** Copies the list. */
        public Paid {
            sinks = List.copyOf(sinks);
        }

        /** OK if nothing failed, else PARTIAL. */
        @Override
        public Outcome outcome() {
            return problems().isEmpty() ? Outcome.OK : Outcome.PARTIAL;
        }

        @Override
        public List<SinkFailure> problems() {
            return sinks.stream().flatMap(sink -> sink.failure().stream()).toList();
        }
    }

    @Override
    public Paid in(Run run) throws OperationException {
        Environment environment = run.environment();
        List<SinkResult> sinks =
                new CatchUp(environment).run(run.jobs(Optional.of(job), false).getFirst(), fence);
        new FailedRuns(environment.state().path().resolve("jobs")).caughtUp(job, sinks);
        return new Paid(sinks);
    }
}
