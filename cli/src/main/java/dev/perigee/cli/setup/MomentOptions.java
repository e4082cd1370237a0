package dev.perigee.cli.setup;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.State;
import dev.perigee.core.outcome.OperationException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that stand beside the word for a state: at what time, at which revision, of which cluster, from which sink. */
public final class MomentOptions {

    @Mixin
    private final AtTime at = new AtTime();

    @Option(names = "--rev", paramLabel = "N", description = "As the keys stood at that revision. Default: the newest.")
    private long revision;

    @Mixin
    private final Where where = new Where();

    /**
     * Whose backups, and where.
     *
     * @return what was said
     * @throws Failure BAD_ARGUMENTS for a time that is none
     */
    public Scope scope() throws Failure {
        return where.scope();
    }

    /**
     * Whether {@code --at} was given.
     *
     * @return then no word may be
     */
    public boolean isByTime() {
        return at.isGiven();
    }

    /**
     * The revision that was asked for.
     *
     * @return empty for the newest
     * @throws Failure BAD_ARGUMENTS if it is negative
     */
    public OptionalLong revision() throws Failure {
        return StateOptions.revision("--rev", revision);
    }

    /**
     * Holds that a state was named, and but one.
     *
     * @param word for a state; null if there is none
     * @throws Failure BAD_ARGUMENTS if there is both a word and a time, or neither
     */
    public void requireOne(@Nullable String word) throws Failure {
        at.requireAlone(word);
    }

    /**
     * The state that these options mean.
     *
     * @param session the run
     * @param engine whose zone {@code --at} speaks of
     * @param word what {@link StateOptions#of} takes; null with {@code --at}
     * @return the state
     * @throws OperationException BAD_ARGUMENTS if these exclude one another, or one does nothing
     */
    public State state(Session session, Engine engine, @Nullable String word) throws OperationException {
        State state = stateBesideStored(session, engine, word);
        where.requireFor(state);
        return state;
    }

    /**
     * The same where stored backups are asked as well, so that an option means something even beside the live cluster.
     *
     * @param session the run
     * @param engine whose zone {@code --at} speaks of
     * @param word what {@link StateOptions#of} takes; null with {@code --at}
     * @return the state
     * @throws OperationException BAD_ARGUMENTS if these exclude one another
     */
    State stateBesideStored(Session session, Engine engine, @Nullable String word) throws OperationException {
        requireOne(word);
        return word == null
                ? new State(Optional.of(at.source(session, engine)), revision())
                : StateOptions.of(word, revision());
    }
}
