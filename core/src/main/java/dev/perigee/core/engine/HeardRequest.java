package dev.perigee.core.engine;

import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;

/**
 * Notes a backup that another daemon made which shares the jobs with this one, so that it isn't a stranger's here.
 *
 * @param made what the other told
 */
public record HeardRequest(FleetRun.Made made) implements Request<HeardRequest.Noted> {

    /** It is noted. */
    public record Noted() implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Noted in(Run run) throws OperationException {
        run.environment().state().known().proven(made.cluster(), made.id(), made.digest());
        return new Noted();
    }
}
