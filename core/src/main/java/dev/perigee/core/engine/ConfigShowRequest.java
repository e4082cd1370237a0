package dev.perigee.core.engine;

import dev.perigee.core.config.EffectiveConfig;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;

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
        return new Effective(EffectiveConfig.render(run.config()), EffectiveConfig.json(run.config()));
    }
}
