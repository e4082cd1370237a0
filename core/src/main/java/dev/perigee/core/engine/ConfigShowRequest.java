package dev.perigee.core.engine;

import dev.perigee.core.config.EffectiveConfig;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.util.Map;

/** Shows the configuration in force, with secrets masked. */
public record ConfigShowRequest() implements Request<ConfigShowRequest.Effective> {

    /**
     * The configuration.
     *
     * @param text as a configuration file would say it
     * @param json the same for programs, with its line end
     */
    public record Effective(String text, String json) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Effective in(Run run) throws OperationException {
        Map<String, String> places = new SinkPlaces(run.config(), run.plugins()::place).addresses();
        return new Effective(EffectiveConfig.render(run.config(), places), EffectiveConfig.json(run.config(), places));
    }
}
