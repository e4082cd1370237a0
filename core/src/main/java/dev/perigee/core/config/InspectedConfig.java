package dev.perigee.core.config;

import java.util.List;

/**
 * A configuration with what is wrong with it.
 *
 * @param config what would be in force; where something is wrong, the default stands, or the sink or job is missing
 * @param problems all that was found, in the order of the lines
 */
public record InspectedConfig(PerigeeConfig config, List<Problem> problems) {

    /** Copies the problems. */
    public InspectedConfig {
        problems = List.copyOf(problems);
    }
}
