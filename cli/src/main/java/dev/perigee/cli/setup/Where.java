package dev.perigee.cli.setup;

import dev.perigee.core.engine.Scope;
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

    /**
     * What was said.
     *
     * @return whose backups, and where
     */
    public Scope scope() {
        return new Scope(Optional.ofNullable(cluster), Optional.ofNullable(sink));
    }
}
