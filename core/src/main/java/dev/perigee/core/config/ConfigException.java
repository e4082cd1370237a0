package dev.perigee.core.config;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used; all that is wrong with it at once. Holds no secret and no cause. */
public final class ConfigException extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(
                Outcome.BAD_CONFIGURATION,
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one, in the order of the lines
     */
    public List<Problem> problems() {
        return problems;
    }
}
