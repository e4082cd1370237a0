package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.State;
import dev.perigee.core.outcome.OperationException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which state of the keys is meant, of which cluster, and from which sink. */
public final class StateOptions {

    /** The word for the cluster as it is. */
    public static final String LIVE = "live";

    /** What a word for a state may be. */
    public static final String WORDS = "live, a snapshot file, or a stored backup: an id, its unique beginning,"
            + " latest, or latest~3 for the third before it";

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description = "Of what: " + WORDS + ". Only live needs etcd. Default: live, with --rev, too.")
    private @Nullable String from;

    @Mixin
    private final MomentOptions moment = new MomentOptions();

    /**
     * The cluster that these options mean.
     *
     * @return empty if none was named
     * @throws Failure BAD_ARGUMENTS for a time that is none
     */
    public Optional<String> cluster() throws Failure {
        return scope().cluster();
    }

    /**
     * Whose backups these options mean, and where.
     *
     * @return what was said
     * @throws Failure BAD_ARGUMENTS for a time that is none
     */
    public Scope scope() throws Failure {
        return moment.scope();
    }

    /**
     * The state that these options mean.
     *
     * @param session the run
     * @param engine whose zone {@code --at} speaks of
     * @return the live one's, if neither {@code --from} nor {@code --at} is there
     * @throws OperationException BAD_ARGUMENTS if these exclude one another, or one does nothing
     */
    public State state(Session session, Engine engine) throws OperationException {
        return moment.state(session, engine, word());
    }

    /**
     * The same where stored backups are asked as well, so that an option means something even beside the live cluster.
     *
     * @param session the run
     * @param engine whose zone {@code --at} speaks of
     * @return the live one's, if neither {@code --from} nor {@code --at} is there
     * @throws OperationException BAD_ARGUMENTS if these exclude one another
     */
    public State stateBesideStored(Session session, Engine engine) throws OperationException {
        return moment.stateBesideStored(session, engine, word());
    }

    private @Nullable String word() {
        return from == null && !moment.isByTime() ? LIVE : from;
    }

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
