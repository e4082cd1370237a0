package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;
import java.util.List;
import java.util.Optional;

/** A sink that could not be had, because of a plugin: absent, broken, ambiguous. Never retryable. */
public final class PluginException extends SinkException {

    private static final long serialVersionUID = 1L;

    private final transient List<PluginProblem> problems;

    PluginException(String message, Optional<String> hint, List<PluginProblem> problems) {
        super(Kind.INVALID, Optional.empty(), message, hint, Optional.empty());
        this.problems = List.copyOf(problems);
    }

    /**
     * The plugins to blame.
     *
     * @return empty if none is: there is no plugin for that type
     */
    public List<PluginProblem> problems() {
        return problems;
    }
}
