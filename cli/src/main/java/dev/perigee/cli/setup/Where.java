package dev.perigee.cli.setup;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.PointsInTime;
import dev.perigee.core.engine.Scope;
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
