package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.PointsInTime;
import dev.perigee.core.engine.Scope;
import dev.perigee.core.engine.Source;
import dev.perigee.core.engine.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose backups are meant, and in which sinks. */
public final class Where {

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Whose backups. Needed if there are several clusters.")
    private @Nullable String cluster;

    @Option(names = "--sink", paramLabel = "NAME", description = "Only in this sink. Default: in all.")
    private @Nullable String sink;

    @Option(
            names = "--newer-than",
            paramLabel = "TIME",
            description =
                    "Believe only sinks in which something newer was written: 2026-11-23T04:00:00Z, '2 hours ago'."
                            + " Tells an old state that somebody put back.")
    private @Nullable String newerThan;

    /**
     * Holds that nothing was said of sinks where none is asked.
     *
     * @param source what is meant
     * @throws Failure BAD_ARGUMENTS if an option would do nothing
     */
    public void requireFor(Source source) throws Failure {
        if (source instanceof Source.File(Path path, String name)) {
            requireNone("the file '" + name + "'");
        }
    }

    /**
     * The same of a state.
     *
     * @param state what is meant
     * @throws Failure BAD_ARGUMENTS if an option would do nothing
     */
    public void requireFor(State state) throws Failure {
        if (state.isLive()) {
            requireNone("the live cluster");
        } else {
            requireFor(state.snapshot().orElseThrow());
        }
    }

    private void requireNone(String what) throws Failure {
        if (sink != null || newerThan != null) {
            throw Failure.of(
                            ExitCode.BAD_ARGUMENTS,
                            (sink != null ? "--sink" : "--newer-than") + " does nothing with " + what)
                    .withHint("it is for what is stored: name a backup, such as latest, or --at TIME");
        }
    }

    /**
     * What was said.
     *
     * @return whose backups, and where
     * @throws Failure BAD_ARGUMENTS for no time
     */
    public Scope scope() throws Failure {
        Optional<Instant> newer = newerThan == null
                ? Optional.empty()
                : Optional.of(new PointsInTime(Instant.now(), ZoneOffset.UTC).parse("--newer-than", newerThan));
        return new Scope(Optional.ofNullable(cluster), Optional.ofNullable(sink), newer);
    }
}
