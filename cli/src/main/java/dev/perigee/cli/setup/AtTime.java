package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.PointsInTime;
import dev.perigee.cli.console.Session;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Source;
import dev.perigee.core.outcome.OperationException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that means a backup by its time. */
public final class AtTime {

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Instead of SOURCE: as it was then by a history, else the newest backup by then:"
                            + " 2026-11-23T04:00:00Z, a date (its end), a date and time or a time alone by the configuration's zone, or '2 hours ago'.")
    private @Nullable String at;

    /** Whether it was given. */
    public boolean isGiven() {
        return at != null;
    }

    /**
     * Holds that one thing only was named.
     *
     * @param word the other; null if there is none
     * @throws Failure BAD_ARGUMENTS if both are there, or neither
     */
    public void requireAlone(@Nullable String word) throws Failure {
        if ((word == null) == (at == null)) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "name one backup: a file, an id, latest, latest~3, or --at TIME");
        }
    }

    /**
     * The backup; call only if it {@link #isGiven()}.
     *
     * @param session is told which time is meant
     * @param engine whose zone it speaks of
     * @return where it is
     * @throws OperationException BAD_ARGUMENTS for no time, BAD_CONFIGURATION
     */
    public Source source(Session session, Engine engine) throws OperationException {
        PointsInTime points = new PointsInTime(Instant.now(), engine.zone());
        Instant time = points.parse("--at", Objects.requireNonNull(at));
        session.note("as it was at " + points.told(time) + ": by a history, else by the newest backup by then");
        return new Source.Stored(new Selector.At(time));
    }
}
