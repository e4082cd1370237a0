package dev.perigee.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used; all that is wrong with it at once. Holds no secret and no cause. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
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
