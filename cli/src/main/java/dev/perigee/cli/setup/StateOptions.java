package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.State;
import dev.perigee.core.outcome.OperationException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which state of the keys is meant, beside the word that names it. */
public final class StateOptions {

    /** What a word for a state may be. */
    public static final String WORDS = "live, a snapshot file, or a stored backup: an id, its unique beginning,"
            + " latest, or latest~3 for the third before it";

    @Mixin
    private final AtTime at = new AtTime();

    @Option(names = "--rev", paramLabel = "N", description = "As the keys stood at that revision. Default: the newest.")
    private long revision;

    /**
     * The state that a word and these options mean.
     *
     * @param session the run
     * @param engine whose zone {@code --at} speaks of
     * @param word the word; null if there is none
     * @return the state; the live one's if neither the word nor {@code --at} is there
     * @throws OperationException BAD_ARGUMENTS if these exclude one another
     */
    public State state(Session session, Engine engine, @Nullable String word) throws OperationException {
        if (at.isGiven()) {
            at.requireAlone(word);
            return new State(Optional.of(at.source(session, engine)), revision());
        }
        return of(word == null ? LIVE : word, revision());
    }

    /** Whether {@code --at} or {@code --rev} was given. */
    public boolean areGiven() {
        return at.isGiven() || revision != 0;
    }

    /** The word for the cluster as it is. */
    public static final String LIVE = "live";

    /**
     * The state that a word means.
     *
     * @param word {@code live}, or what {@link SnapshotFile#source} takes
     * @param revision at which revision; empty for the newest
     * @return the state
     * @throws Failure BAD_ARGUMENTS if it can't mean any
     */
    public static State of(String word, OptionalLong revision) throws Failure {
        return new State(word.equals(LIVE) ? Optional.empty() : Optional.of(SnapshotFile.source(word)), revision);
    }

    private OptionalLong revision() throws Failure {
        return revision("--rev", revision);
    }

    /**
     * A revision that was asked for.
     *
     * @param option where
     * @param revision which; 0 for the newest
     * @return empty for the newest
     * @throws Failure BAD_ARGUMENTS if it is negative
     */
    public static OptionalLong revision(String option, long revision) throws Failure {
        if (revision < 0) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, option + " is " + revision + "; it takes 0 or more");
        }
        return revision == 0 ? OptionalLong.empty() : OptionalLong.of(revision);
    }
}
