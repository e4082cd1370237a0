package dev.perigee.core.engine;

import dev.perigee.core.backup.StrayDebts;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.util.List;

/** Looks for what waits in the spool although no job would ever bring it to a sink. */
public record StrayDebtsRequest() implements Request<StrayDebtsRequest.Strays> {

    /**
     * What waits for nobody.
     *
     * @param sentences one for each cluster and sink: what waits, and what to do
     */
    public record Strays(List<String> sentences) implements Result {

        /** Copies the list. */
        public Strays {
            sentences = List.copyOf(sentences);
        }

        /** Always OK: it is worth knowing, and stops nothing. */
        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Strays in(Run run) throws OperationException {
        return new Strays(new StrayDebts(run.environment()).run(run.config().jobs()));
    }
}
